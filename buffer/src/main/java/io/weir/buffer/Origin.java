package io.weir.buffer;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a segment stands for: itself, or others that it has replaced; the body of a HEADER (FORMAT.md, Body and Clean).
 *
 * @param replaced generations whose place it takes; empty for a segment as it was appended
 * @param rank the least generation it stands for, over all rewritings; {@link Long#MAX_VALUE} if that is not known any more
 * @param level how often its records were thinned
 * @param gone entries of its range that were given up, by reason and stream
 */
record Origin(Set<Long> replaced, long rank, int level, Map<Expiry, Map<Integer, Long>> gone) {
    /** More rows would not fit into a HEADER for certain. */
    static final int MOST_ROWS = 1000;

    /** A replacement whose HEADER is lost. */
    static final Origin UNKNOWN = new Origin(Set.of(), Long.MAX_VALUE, 0, Map.of());

    Origin {
        if (!gone.isEmpty()) {
            Map<Expiry, Map<Integer, Long>> packed = new TreeMap<>();
            gone.forEach((reason, counts) -> packed.put(reason, Counts.of(counts)));
            gone = Collections.unmodifiableMap(packed);
        }
    }

    static Origin itself(long generation) {
        return new Origin(Set.of(), generation, 0, Map.of());
    }

    boolean isReplacement() {
        return !replaced.isEmpty() || !isRankKnown();
    }

    /** Whether it is known how old its beginning is, and so what of older segments it makes void. */
    boolean isRankKnown() {
        return rank < Long.MAX_VALUE;
    }

    /** Entries of the stream that were given up. */
    long goneOf(int stream) {
        return gone.values().stream()
                .mapToLong(counts -> counts.getOrDefault(stream, 0L))
                .sum();
    }

    int rows() {
        return gone.values().stream().mapToInt(Map::size).sum();
    }

    void write(ByteBuffer out) {
        out.putLong(replaced.isEmpty() ? 0 : replaced.iterator().next()).putInt(0);
        if (replaced.isEmpty()) {
            return;
        }
        Varint.put(out, replaced.size() - 1L);
        replaced.stream().skip(1).forEach(generation -> Varint.put(out, generation));
        Varint.put(out, rank);
        Varint.put(out, level);
        Varint.put(out, rows());
        gone.forEach((reason, counts) -> counts.forEach((stream, count) -> {
            Varint.put(out, stream);
            Varint.put(out, reason.code);
            Varint.put(out, count);
        }));
    }

    static Origin read(Block header) {
        ByteBuffer in = header.body().duplicate();
        Set<Long> replaced = new TreeSet<>();
        long first = in.getLong();
        in.getInt();
        if (first == 0) {
            return itself(header.home().generation());
        }
        replaced.add(first);
        for (long left = Varint.get(in); left > 0; left--) {
            replaced.add(Varint.get(in));
        }
        long rank = Varint.get(in);
        int level = (int) Varint.get(in);
        Map<Expiry, Map<Integer, Long>> gone = new TreeMap<>();
        for (long left = Varint.get(in); left > 0; left--) {
            int stream = (int) Varint.get(in);
            Optional<Expiry> reason = Expiry.of(Varint.get(in));
            long count = Varint.get(in);
            gone.computeIfAbsent(reason.orElse(Expiry.RECLAIMED), r -> new TreeMap<>())
                    .put(stream, count);
        }
        return new Origin(replaced, rank, level, gone);
    }
}
