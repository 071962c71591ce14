package io.weir.buffer;

import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Gathers what MapDB writes a few bytes at a time in a {@link Sheet}, and writes each run of changed pages once: at
 * {@link #sync}, and unsynced when MapDB goes on to another stretch of the file. A small commit is one write and one sync; a
 * large one hands its stretches over while they are still in the processor's cache, which is faster than to gather them
 * all. What goes to the {@link Front} stays in memory until {@link #writeFront}.
 */
final class GatheredPages implements Pages {
    private final RawFile raw;
    private final Front front;
    /** The pages of the file that are of this store. */
    private final BitSet written = new BitSet();

    private final Sheet sheet = new Sheet(this::load);
    /** Which stretch of the file the sheet is. */
    private long number;

    private long lengthBytes;
    private long fileBytes;
    private long endOfDataBytes;
    private long writtenBytes;

    private GatheredPages(RawFile raw, Front front, long fileBytes) {
        this.raw = raw;
        this.front = front;
        this.fileBytes = fileBytes;
    }

    /** The file must be empty: one that another process has left is never written. */
    static GatheredPages of(RawFile raw) throws IOException {
        if (raw.length() != 0) {
            throw new IOException("A file that is to be new holds " + raw.length() + " bytes");
        }
        return new GatheredPages(raw, new Front(), 0);
    }

    /** Of a file whose content counts for nothing any more. */
    static GatheredPages over(RawFile raw) throws IOException {
        return new GatheredPages(raw, Front.over(raw), raw.length());
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
        for (int done = ahead; done < length; ) {
            int inSheet = (int) ((position + done) % Sheet.LENGTH_BYTES);
            int n = Math.min(length - done, Sheet.LENGTH_BYTES - inSheet);
            sheet((position + done) / Sheet.LENGTH_BYTES).read(inSheet, into, at + done, n);
            done += n;
        }
    }

    /** How many bytes of these belong to the front. */
    private static int inFront(long position, int length) {
        return (int) Math.max(0, Math.min(length, Front.LENGTH_BYTES - position));
    }

    @Override
    public void write(long position, byte[] from, int at, int length) throws IOException {
        int ahead = inFront(position, length);
        front.write(position, from, at, ahead);
        for (int done = ahead; done < length; ) {
            int inSheet = (int) ((position + done) % Sheet.LENGTH_BYTES);
            int n = Math.min(length - done, Sheet.LENGTH_BYTES - inSheet);
            sheet((position + done) / Sheet.LENGTH_BYTES).write(inSheet, from, at + done, n);
            done += n;
        }
        lengthBytes = Math.max(lengthBytes, position + length);
        endOfDataBytes = Math.max(endOfDataBytes, position + length);
    }

    private Sheet sheet(long wanted) throws IOException {
        if (wanted != number) {
            writeChanged();
            sheet.become(wanted);
            number = wanted;
        }
        return sheet;
    }

    /** What was never written is zero, whatever the file holds. */
    private void load(long page, byte[] into, int at) throws IOException {
        boolean known = written.get((int) page);
        int read = known ? raw.read(page * Sheet.PAGE_BYTES, into, at, Sheet.PAGE_BYTES) : 0;
        Arrays.fill(into, at + read, at + Sheet.PAGE_BYTES, (byte) 0);
    }

    /** The file grows by whole MapDB pages, so that most commits change no file size. */
    @Override
    public void extend(long toBytes) throws IOException {
        if (toBytes > lengthBytes) {
            lengthBytes = toBytes;
            if (toBytes > fileBytes) {
                raw.setLength(toBytes);
                fileBytes = toBytes;
            }
        }
    }

    @Override
    public void sync() throws IOException {
        writeChanged();
        raw.sync();
    }

    private void writeChanged() throws IOException {
        sheet.writeTo(raw, this::noteWritten);
    }

    private void noteWritten(long first, int count) {
        written.set((int) first, (int) first + count);
        writtenBytes += (long) count * Sheet.PAGE_BYTES;
    }

    /** Gives back what the file has beyond its data. Only before closing. */
    void trim() throws IOException {
        lengthBytes = (endOfDataBytes + Sheet.PAGE_BYTES - 1) / Sheet.PAGE_BYTES * Sheet.PAGE_BYTES;
        raw.setLength(lengthBytes);
        fileBytes = lengthBytes;
    }

    /** What the file takes; one that is overwritten is longer than its store. */
    long fileBytes() {
        return fileBytes;
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
