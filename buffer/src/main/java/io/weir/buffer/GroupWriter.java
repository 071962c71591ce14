package io.weir.buffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/** Cuts groups into blocks and puts them into a segment, with its HEADER and SEAL. Not thread-safe. */
final class GroupWriter {
    private final BlockBuilder builder = new BlockBuilder();

    /** Is given every block that was put, in order. */
    @FunctionalInterface
    interface Sink {
        void put(byte[] block);
    }

    /** What the entries of a group share. */
    record Stamp(long first, long group, long nowMillis) {}

    /** The first block of a segment. */
    void header(SegmentWriter to, Stamp stamp, Map<Integer, Long> totals) throws IOException {
        begin(Block.Kind.HEADER, to, to.nextNumber(), stamp, stamp.first(), 0);
        builder.body().putLong(0).putInt(0);
        to.put(builder.finish(false, StreamTable.of(Map.of(), totals)));
    }

    /** Ends a segment: one fsync. */
    void seal(SegmentWriter to, Segment segment, Stamp stamp) throws IOException {
        Segment.Extent extent = segment.extent();
        begin(Block.Kind.SEAL, to, SegmentWriter.SEAL_NUMBER, stamp, segment.first(), 0);
        builder.body().putInt(extent.lastNumber()).putLong(extent.end());
        builder.body().putLong(extent.oldestMillis()).putLong(extent.newestMillis());
        to.seal(builder.finish(false, StreamTable.of(extent.counts(), segment.before())));
    }

    /** Puts the blocks of a group and counts its entries in the totals. */
    void group(SegmentWriter to, List<Entry> entries, Stamp stamp, Tally totals, Sink sink) throws IOException {
        long offset = stamp.first();
        boolean open = false;
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            if (entry.bytes().remaining() > BlockBuilder.MAX_WHOLE_BYTES) {
                if (open) {
                    put(to, builder.finish(false), sink);
                    open = false;
                }
                parts(to, entry, stamp, offset, totals, sink, i == entries.size() - 1);
            } else {
                if (open && !builder.add(entry, totals)) {
                    put(to, builder.finish(false), sink);
                    open = false;
                }
                if (!open) {
                    begin(Block.Kind.ENTRIES, to, to.nextNumber(), stamp, offset, entry.timeMillis());
                    builder.add(entry, totals);
                    open = true;
                }
            }
            totals.add(entry.stream(), 1);
            offset++;
        }
        if (open) {
            put(to, builder.finish(true), sink);
        }
    }

    private void parts(SegmentWriter to, Entry entry, Stamp stamp, long offset, Tally totals, Sink sink, boolean last)
            throws IOException {
        int length = entry.bytes().remaining();
        for (int at = 0; at < length; at += BlockBuilder.MAX_PART_BYTES) {
            int part = Math.min(BlockBuilder.MAX_PART_BYTES, length - at);
            begin(Block.Kind.FRAGMENT, to, to.nextNumber(), stamp, offset, entry.timeMillis());
            builder.addPart(entry, at, part, totals);
            put(to, builder.finish(last && at + part == length), sink);
        }
    }

    private void begin(Block.Kind kind, SegmentWriter to, int number, Stamp stamp, long first, long baseMillis) {
        BlockBuilder.Place place =
                new BlockBuilder.Place(to.home(), number, to.synced(), first, stamp.group(), stamp.nowMillis());
        builder.begin(kind, place, baseMillis);
    }

    private static void put(SegmentWriter to, byte[] block, Sink sink) throws IOException {
        to.put(block);
        sink.put(block);
    }

    /** What the body of a SEAL says. */
    static Segment.Extent sealed(Block seal, long lengthBytes) {
        ByteBuffer body = seal.body().duplicate();
        int lastNumber = body.getInt();
        long end = body.getLong();
        return new Segment.Extent(
                lastNumber, end, seal.streams().countsByStream(), body.getLong(), body.getLong(), lengthBytes);
    }
}
