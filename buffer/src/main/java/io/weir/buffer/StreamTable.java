package io.weir.buffer;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** How many entries of which stream a block holds, and how many there were of that stream before it. */
final class StreamTable {
    private final int[] streams;
    private final long[] counts;
    private final long[] before;

    /** Owns the arrays. */
    StreamTable(int[] streams, long[] counts, long[] before) {
        this.streams = streams;
        this.counts = counts;
        this.before = before;
    }

    int size() {
        return streams.length;
    }

    int stream(int slot) {
        return streams[slot];
    }

    long count(int slot) {
        return counts[slot];
    }

    /** Entries of the stream before this block, since the buffer exists. */
    long before(int slot) {
        return before[slot];
    }

    /** Entries of the stream up to the end of this block. */
    long after(int slot) {
        return before[slot] + counts[slot];
    }

    static StreamTable read(ByteBuffer in) {
        int size = (int) Varint.get(in);
        if (size < 0 || size > in.remaining()) {
            throw new IllegalArgumentException("A stream table of " + size + " rows in " + in.remaining() + " bytes");
        }
        StreamTable table = new StreamTable(new int[size], new long[size], new long[size]);
        for (int slot = 0; slot < size; slot++) {
            table.streams[slot] = (int) Varint.get(in);
            table.counts[slot] = Varint.get(in);
            table.before[slot] = Varint.get(in);
        }
        return table;
    }

    void write(ByteBuffer out) {
        Varint.put(out, streams.length);
        for (int slot = 0; slot < streams.length; slot++) {
            Varint.put(out, streams[slot]);
            Varint.put(out, counts[slot]);
            Varint.put(out, before[slot]);
        }
    }

    Map<Integer, Long> afterByStream() {
        Tally tally = new Tally();
        for (int slot = 0; slot < streams.length; slot++) {
            tally.set(streams[slot], after(slot));
        }
        return tally.toMap();
    }

    /** Rows for all streams of both maps. */
    static StreamTable of(Map<Integer, Long> countsByStream, Map<Integer, Long> beforeByStream) {
        TreeMap<Integer, Long> all = new TreeMap<>(beforeByStream);
        countsByStream.keySet().forEach(stream -> all.putIfAbsent(stream, 0L));
        StreamTable table = new StreamTable(new int[all.size()], new long[all.size()], new long[all.size()]);
        int slot = 0;
        for (Map.Entry<Integer, Long> row : all.entrySet()) {
            table.streams[slot] = row.getKey();
            table.counts[slot] = countsByStream.getOrDefault(row.getKey(), 0L);
            table.before[slot] = row.getValue();
            slot++;
        }
        return table;
    }

    Map<Integer, Long> countsByStream() {
        Tally tally = new Tally();
        for (int slot = 0; slot < streams.length; slot++) {
            if (counts[slot] > 0) {
                tally.set(streams[slot], counts[slot]);
            }
        }
        return tally.toMap();
    }

    Map<Integer, Long> beforeByStream() {
        Tally tally = new Tally();
        for (int slot = 0; slot < streams.length; slot++) {
            tally.set(streams[slot], before[slot]);
        }
        return tally.toMap();
    }

    boolean hasAny(Set<Integer> wanted) {
        for (int slot = 0; slot < streams.length; slot++) {
            if (counts[slot] > 0 && wanted.contains(streams[slot])) {
                return true;
            }
        }
        return false;
    }
}
