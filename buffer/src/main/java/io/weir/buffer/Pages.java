package io.weir.buffer;

import java.io.Closeable;
import java.io.IOException;

/** The bytes behind a {@link StoreVolume}. Not thread-safe. */
interface Pages extends Closeable {
    /** Bytes that were never written are zero; reading beyond {@link #lengthBytes} is an {@link java.io.EOFException}. */
    void read(long position, byte[] into, int at, int length) throws IOException;

    void write(long position, byte[] from, int at, int length) throws IOException;

    /** Makes the file at least this long. */
    void extend(long lengthBytes) throws IOException;

    void sync() throws IOException;

    long lengthBytes() throws IOException;
}
