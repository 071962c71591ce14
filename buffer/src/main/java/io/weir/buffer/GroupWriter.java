package io.weir.buffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Cuts groups into blocks and puts them into a segment, with its HEADER and SEAL. Not thread-safe. */
final class GroupWriter {
    private final BlockBuilder builder = new BlockBuilder();

    /** Is given every block that was put, in order; the bytes are the writer's own again when it returns. */
    @FunctionalInterface
    interface Sink {
        void put(int number, ByteBuffer block);
    }

    /** What the entries of a group share. */
    record Stamp(long first, long group, long nowMillis) {}

    /** The first block of a segment. */
    void header(SegmentWriter to, Stamp stamp, Map<Integer, Long> totals) throws IOException {
        to.put(header(to, to.nextNumber(), stamp, Origin.itself(to.home().generation()), totals));
    }

    private ByteBuffer header(SegmentWriter to, int number, Stamp stamp, Origin origin, Map<Integer, Long> totals) {
        begin(Block.Kind.HEADER, to, number, stamp, stamp.first(), 0);
        origin.write(builder.body());
        return builder.finish(false, StreamTable.of(Map.of(), totals));
    }

    /** Ends a segment: one fsync. */
    void seal(SegmentWriter to, Segment segment, Stamp stamp) throws IOException {
        to.seal(seal(to, segment, stamp, segment.extent()));
    }

    private ByteBuffer seal(SegmentWriter to, Segment segment, Stamp stamp, Segment.Extent extent) {
        begin(Block.Kind.SEAL, to, SegmentWriter.SEAL_NUMBER, stamp, segment.first(), 0);
        builder.body().putInt(extent.lastNumber()).putLong(extent.end());
        builder.body().putLong(extent.oldestMillis()).putLong(extent.newestMillis());
        builder.body().putLong(extent.runMillis());
        writeBytes(extent.bytes());
        return builder.finish(false, StreamTable.of(extent.counts(), segment.before()));
    }

    /** Completes a replacement. */
    void replace(Disk disk, SegmentWriter to, Segment segment, Stamp stamp) throws IOException {
        to.head(header(to, SegmentWriter.HEADER_NUMBER, stamp, segment.origin(), segment.before()));
        to.seal(seal(to, segment, stamp, segment.extent()));
        to.appear(disk);
    }

    private void writeBytes(Map<Integer, Long> bytes) {
        boolean fits = bytes.size() <= Origin.MOST_ROWS; // they only help to choose what is worth rewriting
        Varint.put(builder.body(), fits ? bytes.size() : 0);
        if (fits) {
            bytes.forEach((stream, count) -> {
                Varint.put(builder.body(), stream);
                Varint.put(builder.body(), count);
            });
        }
    }

    /** Puts the blocks of a group and counts its entries in the totals, and what they take in the bytes. */
    void group(SegmentWriter to, List<Entry> entries, Stamp stamp, Tally totals, Tally bytes, Sink sink)
            throws IOException {
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
            bytes.add(entry.stream(), Appender.ENTRY_BYTES + entry.bytes().remaining());
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

    private static void put(SegmentWriter to, ByteBuffer block, Sink sink) throws IOException {
        to.put(block);
        sink.put(to.lastNumber(), block);
    }

    /** What the body of a SEAL says. */
    static Segment.Extent sealed(Block seal, long lengthBytes) {
        ByteBuffer body = seal.body().duplicate();
        int lastNumber = body.getInt();
        long end = body.getLong();
        long oldest = body.getLong();
        long newest = body.getLong();
        boolean more = body.hasRemaining();
        long runMillis = more ? body.getLong() : 0;
        Map<Integer, Long> bytes = new TreeMap<>();
        for (long left = more ? Varint.get(body) : 0; left > 0; left--) {
            bytes.put((int) Varint.get(body), Varint.get(body));
        }
        return new Segment.Extent(
                lastNumber, end, seal.streams().countsByStream(), oldest, newest, lengthBytes, bytes, runMillis);
    }
}
