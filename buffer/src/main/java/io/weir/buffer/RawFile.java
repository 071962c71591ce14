package io.weir.buffer;

import java.io.Closeable;
import java.io.IOException;

/** An open file. Interrupting a thread in one of these calls has no effect on the file, unlike with a FileChannel. */
interface RawFile extends Closeable {
    /** Reads up to {@code length} bytes; fewer only at the end of the file. */
    int read(long position, byte[] into, int at, int length) throws IOException;

    void write(long position, byte[] from, int at, int length) throws IOException;

    long length() throws IOException;

    /** Behind this place there are only zeros; a disk that does not know answers the length. */
    default long dataEnd() throws IOException {
        return length();
    }

    void setLength(long bytes) throws IOException;

    void sync() throws IOException;
}
