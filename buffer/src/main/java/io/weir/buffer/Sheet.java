package io.weir.buffer;

import java.io.IOException;
import java.util.Arrays;

/**
 * A stretch of a file in memory, and which of its pages are not in the file yet: what MapDB writes a few bytes at a time
 * becomes one write for each run of them. Not thread-safe.
 */
final class Sheet {
    static final int PAGE_BYTES = 4096;
    static final int PAGES = Long.SIZE;
    static final int LENGTH_BYTES = PAGES * PAGE_BYTES;
    private static final int FEW_PAGES = 4;

    private final Origin origin;
    /** Mostly little is written between two syncs: it grows with what is. */
    private byte[] bytes = new byte[FEW_PAGES * PAGE_BYTES];

    private long firstPage;
    /** Pages that are here, one bit each; what the bytes of another are is left from an earlier use. */
    private long present;
    /** Pages that are not in the file as they are here. */
    private long changed;

    /** What a page holds that was not touched yet. */
    @FunctionalInterface
    interface Origin {
        void load(long page, byte[] into, int at) throws IOException;
    }

    /** Is told what was written to the file. */
    @FunctionalInterface
    interface Written {
        void pages(long first, int count);
    }

    Sheet(Origin origin) {
        this.origin = origin;
    }

    /** Becomes the sheet of this number; what it was must have been written. */
    void become(long number) {
        firstPage = number * PAGES;
        present = 0;
    }

    void read(int at, byte[] into, int to, int length) throws IOException {
        reach(at + length);
        require(at / PAGE_BYTES, (at + length - 1) / PAGE_BYTES);
        System.arraycopy(bytes, at, into, to, length);
    }

    void write(int at, byte[] from, int start, int length) throws IOException {
        int first = at / PAGE_BYTES;
        int last = (at + length - 1) / PAGE_BYTES;
        reach(at + length);
        require(first, at % PAGE_BYTES == 0 && length >= PAGE_BYTES ? first - 1 : first);
        require(last, (at + length) % PAGE_BYTES == 0 && length >= PAGE_BYTES ? last - 1 : last);
        System.arraycopy(from, start, bytes, at, length);
        present |= mask(first, last - first + 1);
        changed |= mask(first, last - first + 1);
    }

    private void reach(int end) {
        if (end > bytes.length) {
            int more = Math.max((end + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES, 2 * bytes.length);
            bytes = Arrays.copyOf(bytes, Math.min(more, LENGTH_BYTES));
        }
    }

    /** Fetches pages of this range that are not here. */
    private void require(int first, int last) throws IOException {
        for (int page = first; page <= last; page++) {
            if ((present & 1L << page) == 0) {
                origin.load(firstPage + page, bytes, page * PAGE_BYTES);
                present |= 1L << page;
            }
        }
    }

    private static long mask(int first, int count) {
        return (-1L >>> (PAGES - count)) << first;
    }

    /** Brings the file up to date; syncs nothing. */
    void writeTo(RawFile raw, Written written) throws IOException {
        while (changed != 0) {
            int first = Long.numberOfTrailingZeros(changed);
            int count = Long.numberOfTrailingZeros(~(changed >>> first));
            raw.write((firstPage + first) * PAGE_BYTES, bytes, first * PAGE_BYTES, count * PAGE_BYTES);
            changed &= ~mask(first, count);
            written.pages(firstPage + first, count);
        }
    }
}
