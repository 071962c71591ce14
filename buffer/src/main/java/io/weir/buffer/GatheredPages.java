package io.weir.buffer;

import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/**
 * Gathers what MapDB writes a few bytes at a time in pages, and writes each run of changed pages once, at
 * {@link #sync}: a commit is one write and one sync. What goes to the {@link Front} stays in memory until
 * {@link #writeFront}.
 */
final class GatheredPages implements Pages {
    private static final int PAGE_BYTES = 4096;
    /** Beyond this many changed pages they are written early, unsynced, to bound the memory. */
    private static final int MOST_CHANGED = 512;
    /** Clean pages that stay after a sync: the end of the data, and some more. */
    private static final int MOST_CLEAN = 64;

    private final RawFile raw;
    private final Front front = new Front();
    private final TreeMap<Long, byte[]> changed = new TreeMap<>();
    private final Map<Long, byte[]> clean = new HashMap<>();
    /** The page that was changed last: MapDB writes many words in a row. */
    private byte[] hot = {};

    private long hotNumber = -1;
    private byte[] run = new byte[16 * PAGE_BYTES];
    private long lengthBytes;
    private long endOfDataBytes;
    private long fileBytes;
    private long writtenBytes;

    /** The file must be empty: one that another process has left is never written. */
    GatheredPages(RawFile raw) throws IOException {
        this.raw = raw;
        if (raw.length() != 0) {
            throw new IOException("A file that is to be new holds " + raw.length() + " bytes");
        }
    }

    Front front() {
        return front;
    }

    long writtenBytes() {
        return writtenBytes;
    }

    /** From the next sync on the file has MapDB's header and index as they are now. */
    void writeFront() throws IOException {
        writtenBytes += front.writeTo(raw);
    }

    @Override
    public void read(long position, byte[] into, int at, int length) throws IOException {
        if (position < 0 || position + length > lengthBytes) {
            throw new EOFException("Nothing at " + position);
        }
        int ahead = inFront(position, length);
        front.read(position, into, at, ahead);
        readData(position + ahead, into, at + ahead, length - ahead);
    }

    /** How many bytes of these belong to the front. */
    private static int inFront(long position, int length) {
        return (int) Math.max(0, Math.min(length, Front.LENGTH_BYTES - position));
    }

    private void readData(long position, byte[] into, int at, int length) throws IOException {
        for (int done = 0; done < length; ) {
            int inPage = (int) ((position + done) % PAGE_BYTES);
            int n = Math.min(length - done, PAGE_BYTES - inPage);
            System.arraycopy(page((position + done) / PAGE_BYTES), inPage, into, at + done, n);
            done += n;
        }
    }

    @Override
    public void write(long position, byte[] from, int at, int length) throws IOException {
        int ahead = inFront(position, length);
        front.write(position, from, at, ahead);
        writeData(position + ahead, from, at + ahead, length - ahead);
        lengthBytes = Math.max(lengthBytes, position + length);
        endOfDataBytes = Math.max(endOfDataBytes, position + length);
        if (changed.size() > MOST_CHANGED) {
            writeChanged();
        }
    }

    private void writeData(long position, byte[] from, int at, int length) throws IOException {
        for (int done = 0; done < length; ) {
            long number = (position + done) / PAGE_BYTES;
            int inPage = (int) ((position + done) % PAGE_BYTES);
            int n = Math.min(length - done, PAGE_BYTES - inPage);
            System.arraycopy(from, at + done, changedPage(number, n == PAGE_BYTES), inPage, n);
            done += n;
        }
    }

    /** A page that is about to be changed; its content does not matter if it will be overwritten as a whole. */
    private byte[] changedPage(long number, boolean whole) throws IOException {
        if (number == hotNumber) {
            return hot;
        }
        byte[] page = whole && !changed.containsKey(number) ? new byte[PAGE_BYTES] : page(number);
        changed.put(number, page);
        clean.remove(number);
        hotNumber = number;
        hot = page;
        return page;
    }

    private byte[] page(long number) throws IOException {
        if (number == hotNumber) {
            return hot;
        }
        byte[] page = changed.get(number);
        if (page == null) {
            page = clean.get(number);
        }
        if (page == null) {
            page = new byte[PAGE_BYTES];
            if (number * PAGE_BYTES < fileBytes) {
                raw.read(number * PAGE_BYTES, page, 0, PAGE_BYTES);
            }
            clean.put(number, page);
        }
        return page;
    }

    /** The file grows by whole MapDB pages, so that most commits change no file size. */
    @Override
    public void extend(long toBytes) throws IOException {
        if (toBytes > lengthBytes) {
            lengthBytes = toBytes;
            raw.setLength(toBytes);
            fileBytes = toBytes;
        }
    }

    @Override
    public void sync() throws IOException {
        writeChanged();
        raw.sync();
        if (clean.size() > MOST_CLEAN) {
            clean.clear();
        }
    }

    private void writeChanged() throws IOException {
        Iterator<Map.Entry<Long, byte[]>> pages = changed.entrySet().iterator();
        long first = -1;
        int length = 0;
        while (pages.hasNext()) {
            Map.Entry<Long, byte[]> page = pages.next();
            if (length > 0 && page.getKey() != first + length / PAGE_BYTES) {
                writeRun(first, length);
                length = 0;
            }
            if (length == 0) {
                first = page.getKey();
            }
            if (length == run.length) {
                run = Arrays.copyOf(run, 2 * length);
            }
            System.arraycopy(page.getValue(), 0, run, length, PAGE_BYTES);
            length += PAGE_BYTES;
        }
        if (length > 0) {
            writeRun(first, length);
        }
        clean.putAll(changed);
        changed.clear();
        hotNumber = -1;
    }

    private void writeRun(long firstPage, int length) throws IOException {
        raw.write(firstPage * PAGE_BYTES, run, 0, length);
        writtenBytes += length;
        fileBytes = Math.max(fileBytes, firstPage * PAGE_BYTES + length);
    }

    /** Gives back what the file has beyond its data. Only before closing. */
    void trim() throws IOException {
        lengthBytes = (endOfDataBytes + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES;
        raw.setLength(lengthBytes);
    }

    @Override
    public long lengthBytes() {
        return lengthBytes;
    }

    @Override
    public void close() throws IOException {
        raw.close();
    }
}
