package io.weir.buffer;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * {@link LogState} as bytes: the fields in their order; maps, sets and lists as an int count and their members. The
 * snapshot around it is checksummed.
 */
final class StateCodec {
    private static final int VERSION = 2;

    private StateCodec() {}

    static ByteBuffer encode(LogState state) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(VERSION);
            out.writeLong(state.epoch());
            out.writeLong(state.nextGeneration());
            out.writeLong(state.end());
            writeCounts(out, state.totals());
            writeRanges(out, state.removed());
            writeRanges(out, state.gaps());
            writeCounts(out, state.lost());
            writeExpired(out, state.expired());
            writeKnown(out, state.known());
            out.writeInt(state.removing().size());
            for (long generation : state.removing()) {
                out.writeLong(generation);
            }
            writeDamage(out, state.damage());
            out.writeInt(state.cursors().size());
            for (CursorState cursor : state.cursors()) {
                writeCursor(out, cursor);
            }
            writeExpiredRanges(out, state.ranges());
            out.writeLong(state.runMillis());
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return ByteBuffer.wrap(bytes.toByteArray());
    }

    static LogState decode(ByteBuffer bytes) throws IOException {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(copy))) {
            int version = in.readInt();
            if (version < 1 || version > VERSION) {
                throw new IOException(
                        "The buffer's state has version " + version + ", this program knows up to " + VERSION);
            }
            return new LogState(
                    in.readLong(),
                    in.readLong(),
                    in.readLong(),
                    readCounts(in),
                    readRanges(in),
                    readRanges(in),
                    readCounts(in),
                    readExpired(in),
                    readKnown(in, version),
                    readLongs(in),
                    readDamage(in),
                    readCursors(in, version),
                    version > 1 ? readExpiredRanges(in) : List.of(),
                    version > 1 ? in.readLong() : 0);
        }
    }

    private static void writeCounts(DataOutputStream out, Map<Integer, Long> counts) throws IOException {
        out.writeInt(counts.size());
        for (Map.Entry<Integer, Long> count : counts.entrySet()) {
            out.writeInt(count.getKey());
            out.writeLong(count.getValue());
        }
    }

    private static Map<Integer, Long> readCounts(DataInputStream in) throws IOException {
        Map<Integer, Long> counts = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            counts.put(in.readInt(), in.readLong());
        }
        return counts;
    }

    private static void writeRanges(DataOutputStream out, List<Ranges.Range> ranges) throws IOException {
        out.writeInt(ranges.size());
        for (Ranges.Range range : ranges) {
            out.writeLong(range.from());
            out.writeLong(range.to());
        }
    }

    private static List<Ranges.Range> readRanges(DataInputStream in) throws IOException {
        List<Ranges.Range> ranges = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            ranges.add(new Ranges.Range(in.readLong(), in.readLong()));
        }
        return ranges;
    }

    private static void writeExpired(DataOutputStream out, Map<Expiry, Map<Integer, Long>> expired) throws IOException {
        out.writeInt(expired.size());
        for (Map.Entry<Expiry, Map<Integer, Long>> reason : expired.entrySet()) {
            out.writeUTF(reason.getKey().text());
            writeCounts(out, reason.getValue());
        }
    }

    private static Map<Expiry, Map<Integer, Long>> readExpired(DataInputStream in) throws IOException {
        Map<Expiry, Map<Integer, Long>> expired = new EnumMap<>(Expiry.class);
        for (int left = in.readInt(); left > 0; left--) {
            expired.put(Expiry.of(in.readUTF()), readCounts(in));
        }
        return expired;
    }

    private static void writeKnown(DataOutputStream out, Map<Long, LogState.Known> known) throws IOException {
        out.writeInt(known.size());
        for (Map.Entry<Long, LogState.Known> segment : known.entrySet()) {
            out.writeLong(segment.getKey());
            out.writeLong(segment.getValue().first());
            writeCounts(out, segment.getValue().before());
            Segment.Extent extent = segment.getValue().extent();
            out.writeInt(extent.lastNumber());
            out.writeLong(extent.end());
            writeCounts(out, extent.counts());
            out.writeLong(extent.oldestMillis());
            out.writeLong(extent.newestMillis());
            out.writeLong(extent.lengthBytes());
            writeCounts(out, extent.bytes());
            out.writeLong(extent.runMillis());
        }
    }

    private static Map<Long, LogState.Known> readKnown(DataInputStream in, int version) throws IOException {
        Map<Long, LogState.Known> known = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            long generation = in.readLong();
            long first = in.readLong();
            Map<Integer, Long> before = readCounts(in);
            Segment.Extent extent = new Segment.Extent(
                    in.readInt(),
                    in.readLong(),
                    readCounts(in),
                    in.readLong(),
                    in.readLong(),
                    in.readLong(),
                    version > 1 ? readCounts(in) : Map.of(),
                    version > 1 ? in.readLong() : 0);
            known.put(generation, new LogState.Known(first, before, extent));
        }
        return known;
    }

    private static Set<Long> readLongs(DataInputStream in) throws IOException {
        Set<Long> values = new TreeSet<>();
        for (int left = in.readInt(); left > 0; left--) {
            values.add(in.readLong());
        }
        return values;
    }

    private static void writeDamage(DataOutputStream out, Map<Long, Map<Integer, Long>> damage) throws IOException {
        out.writeInt(damage.size());
        for (Map.Entry<Long, Map<Integer, Long>> segment : damage.entrySet()) {
            out.writeLong(segment.getKey());
            writeCounts(out, segment.getValue());
        }
    }

    private static Map<Long, Map<Integer, Long>> readDamage(DataInputStream in) throws IOException {
        Map<Long, Map<Integer, Long>> damage = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            damage.put(in.readLong(), readCounts(in));
        }
        return damage;
    }

    private static void writeCursor(DataOutputStream out, CursorState cursor) throws IOException {
        out.writeUTF(cursor.name());
        out.writeLong(cursor.position());
        byte[] note = new byte[cursor.note().remaining()];
        cursor.note().duplicate().get(note);
        out.writeInt(note.length);
        out.write(note);
        out.writeLong(cursor.start());
        writeCounts(out, cursor.totals());
        writeCounts(out, cursor.startTotals());
        out.writeLong(cursor.retiredAppended());
        writeExpired(out, cursor.expired());
        out.writeLong(cursor.holeEnd());
        out.writeUTF(cursor.holeReason().text());
        writeExpired(out, cursor.foretold());
    }

    private static void writeExpiredRanges(DataOutputStream out, List<ExpiredRange> ranges) throws IOException {
        out.writeInt(ranges.size());
        for (ExpiredRange range : ranges) {
            out.writeUTF(range.reason().text());
            out.writeInt(range.stream());
            out.writeLong(range.from().value());
            out.writeLong(range.to().value());
            out.writeLong(range.count());
        }
    }

    private static List<ExpiredRange> readExpiredRanges(DataInputStream in) throws IOException {
        List<ExpiredRange> ranges = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            ranges.add(new ExpiredRange(
                    Expiry.of(in.readUTF()),
                    in.readInt(),
                    new Offset(in.readLong()),
                    new Offset(in.readLong()),
                    in.readLong()));
        }
        return ranges;
    }

    private static List<CursorState> readCursors(DataInputStream in, int version) throws IOException {
        List<CursorState> cursors = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            cursors.add(new CursorState(
                    in.readUTF(),
                    in.readLong(),
                    ByteBuffer.wrap(in.readNBytes(in.readInt())),
                    in.readLong(),
                    readCounts(in),
                    readCounts(in),
                    in.readLong(),
                    readExpired(in),
                    in.readLong(),
                    Expiry.of(in.readUTF()),
                    version > 1 ? readExpired(in) : Map.of()));
        }
        return cursors;
    }
}
