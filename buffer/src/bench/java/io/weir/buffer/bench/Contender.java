package io.weir.buffer.bench;

import java.io.IOException;
import java.util.List;

/** A store that keeps groups of records durably, in order. Used by one thread. */
interface Contender extends AutoCloseable {
    /** The records of this group survive a power cut when it returns. */
    void store(List<byte[]> group) throws IOException;

    @Override
    void close() throws IOException;
}
