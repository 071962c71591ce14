package io.weir.buffer;

import java.io.IOException;

/**
 * Writes the blocks of a replacement: is told of every entry of the range in the order of the offsets, kept or not. Used
 * by one thread.
 */
final class SparseWriter {
    private static final long MOST_APART_MILLIS = 60_000;

    private final SegmentWriter to;
    private final BlockBuilder builder = new BlockBuilder();
    private final Tally totals;
    private final Tally bytes = new Tally();
    private final Losses gone = new Losses();
    private long next;
    private boolean open;
    private long oldestMillis;
    private long writtenAtMillis;

    /** {@code totals}: of all streams at the first offset. */
    SparseWriter(SegmentWriter to, long first, Tally totals) {
        this.to = to;
        this.next = first;
        this.totals = totals;
    }

    /** What comes from this offset on was written then. Not too much goes into a block, so that times still lead to places. */
    void writtenAt(long offset, long millis) throws IOException {
        if (open && Math.abs(millis - oldestMillis) >= MOST_APART_MILLIS) {
            flush(offset);
        }
        if (!open) {
            oldestMillis = millis;
            writtenAtMillis = millis;
        }
        writtenAtMillis = Math.max(writtenAtMillis, millis);
    }

    void keep(LogRecord entry) throws IOException {
        bytes.add(entry.stream(), Appender.ENTRY_BYTES + entry.bytes().remaining());
        long offset = entry.offset().value();
        if (entry.bytes().remaining() > BlockBuilder.MAX_SPARSE_BYTES) {
            flush(offset);
            parts(entry);
            next = offset + 1;
        } else {
            open(entry.timeMillis());
            if (!builder.addSparse(entry, totals)) {
                flush(offset);
                open(entry.timeMillis());
                builder.addSparse(entry, totals);
            }
        }
        totals.add(entry.stream(), 1);
    }

    /** These, at {@code offset} or before it, are given up. */
    void giveUp(long offset, int stream, Expiry reason, long entries) throws IOException {
        open(0);
        if (!builder.addGone(stream, reason, entries, totals)) {
            flush(offset);
            open(0);
            builder.addGone(stream, reason, entries, totals);
        }
        gone.add(reason, stream, entries);
        totals.add(stream, entries);
    }

    private void open(long baseMillis) {
        if (!open) {
            BlockBuilder.Place place =
                    new BlockBuilder.Place(to.home(), to.nextNumber(), to.synced(), next, next, writtenAtMillis);
            builder.begin(Block.Kind.ENTRIES, place, baseMillis);
            open = true;
        }
    }

    /** Everything below this offset is told. */
    private void flush(long end) throws IOException {
        if (!open && next < end) {
            open(0);
        }
        if (open) {
            to.put(builder.finishSparse(end, writtenAtMillis));
            open = false;
            next = end;
        }
    }

    private void parts(LogRecord record) throws IOException {
        Entry entry = new Entry(record.stream(), record.timeMillis(), record.bytes());
        int length = entry.bytes().remaining();
        for (int at = 0; at < length; at += BlockBuilder.MAX_PART_BYTES) {
            int part = Math.min(BlockBuilder.MAX_PART_BYTES, length - at);
            BlockBuilder.Place place =
                    new BlockBuilder.Place(to.home(), to.nextNumber(), to.synced(), next, next, writtenAtMillis);
            builder.begin(Block.Kind.FRAGMENT, place, entry.timeMillis());
            builder.addPart(entry, at, part, totals);
            to.put(builder.finishSparsePart(at + part == length));
        }
    }

    /** Ends the last block; the range ends here. */
    void finish(long end) throws IOException {
        flush(end);
    }

    Tally totals() {
        return totals;
    }

    /** Of what was kept, by stream. */
    Tally bytes() {
        return bytes;
    }

    Losses gone() {
        return gone;
    }
}
