package io.weir.buffer;

import java.io.IOException;
import java.util.NoSuchElementException;

/** Committed entries in order, up to the end of the log at the moment of the call. Used by one thread; close it. */
public interface Scan extends AutoCloseable {
    boolean hasNext() throws IOException;

    /**
     * The next entry.
     *
     * @throws NoSuchElementException at the end
     */
    LogRecord next() throws IOException;

    @Override
    void close() throws IOException;
}
