package io.weir.buffer;

import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;

/** Reads straight from the file, and from the front of a segment that is being written; writing is a bug. */
final class ReadPages implements Pages {
    /** More than any block needs: header words, an index entry and the block itself. */
    private static final long BUDGET_BYTES = 1 << 18;

    private final RawFile raw;
    private final Optional<Front> front;
    private long budgetBytes = BUDGET_BYTES;

    ReadPages(RawFile raw, Optional<Front> front) {
        this.raw = raw;
        this.front = front;
    }

    /** A damaged chain of links could lead MapDB in a circle: reading fails when a block has cost too much. */
    void beginBlock() {
        budgetBytes = BUDGET_BYTES;
    }

    @Override
    public void read(long position, byte[] into, int at, int length) throws IOException {
        budgetBytes -= length;
        if (budgetBytes < 0) {
            throw new IOException("A block leads in circles");
        }
        if (front.isPresent() && position >= 0 && position + length <= Front.LENGTH_BYTES) {
            front.get().read(position, into, at, length);
        } else if (position < 0 || raw.read(position, into, at, length) < length) {
            throw new EOFException("Nothing at " + position);
        }
    }

    @Override
    public void write(long position, byte[] from, int at, int length) {
        throw new IllegalStateException("A file that is only read was written at " + position);
    }

    @Override
    public void extend(long lengthBytes) {
        throw new IllegalStateException("A file that is only read was to be extended");
    }

    @Override
    public void sync() {
        throw new IllegalStateException("A file that is only read was to be synced");
    }

    @Override
    public long lengthBytes() throws IOException {
        return raw.length();
    }

    @Override
    public void close() throws IOException {
        raw.close();
    }
}
