package io.weir.buffer;

import java.io.IOException;
import java.util.Arrays;

/**
 * The first MiB of a segment that is being written: MapDB's header and its index. A commit would change three pages of
 * it for one of data, and recovery believes none of it (FORMAT.md, invariant 3); so it stays in memory until the segment
 * is sealed, and readers of the segment look here. Safe for any thread; takes at most its length.
 */
final class Front {
    static final int PAGE_BYTES = 4096;
    static final int LENGTH_BYTES = 1 << 20;

    private final byte[][] pages = new byte[LENGTH_BYTES / PAGE_BYTES][];

    /** Of a file in which there may be the front of an older segment: its pages will be overwritten, if only with zeros. */
    static Front over(RawFile raw) throws IOException {
        Front front = new Front();
        byte[] old = new byte[PAGE_BYTES];
        for (int number = 0; number < front.pages.length; number++) {
            int length = raw.read((long) number * PAGE_BYTES, old, 0, PAGE_BYTES);
            if (!isZero(old, 0, length)) {
                front.pages[number] = new byte[PAGE_BYTES];
            }
        }
        return front;
    }

    /** Gets the content of another one; what was to be overwritten with zeros still is. */
    synchronized void begin(Front blank) {
        for (int number = 0; number < pages.length; number++) {
            byte[] page = blank.pages[number];
            if (page != null) {
                pages[number] = page.clone();
            }
        }
    }

    /** Pages that were never written are zero. */
    synchronized void read(long position, byte[] into, int at, int length) {
        for (int done = 0; done < length; ) {
            int from = (int) position + done;
            int inPage = from % PAGE_BYTES;
            int n = Math.min(length - done, PAGE_BYTES - inPage);
            byte[] page = pages[from / PAGE_BYTES];
            if (page == null) {
                Arrays.fill(into, at + done, at + done + n, (byte) 0);
            } else {
                System.arraycopy(page, inPage, into, at + done, n);
            }
            done += n;
        }
    }

    synchronized void write(long position, byte[] from, int at, int length) {
        for (int done = 0; done < length; ) {
            int to = (int) position + done;
            int inPage = to % PAGE_BYTES;
            int n = Math.min(length - done, PAGE_BYTES - inPage);
            writePage(to / PAGE_BYTES, inPage, from, at + done, n);
            done += n;
        }
    }

    private void writePage(int number, int inPage, byte[] from, int at, int length) {
        if (pages[number] == null) {
            if (isZero(from, at, length)) {
                return; // MapDB clears a whole index before it uses a word of it
            }
            pages[number] = new byte[PAGE_BYTES];
        }
        System.arraycopy(from, at, pages[number], inPage, length);
    }

    private static boolean isZero(byte[] bytes, int at, int length) {
        for (int i = at; i < at + length; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /** Writes what is not zero to the file, and syncs nothing; answers how many bytes that were. */
    synchronized long writeTo(RawFile file) throws IOException {
        long written = 0;
        for (int number = 0; number < pages.length; number++) {
            byte[] page = pages[number];
            if (page != null) {
                file.write((long) number * PAGE_BYTES, page, 0, PAGE_BYTES);
                written += PAGE_BYTES;
            }
        }
        return written;
    }
}
