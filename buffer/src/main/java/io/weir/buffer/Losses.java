package io.weir.buffer;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Counts by reason and stream. Not thread-safe. */
final class Losses {
    private final Map<Expiry, Tally> counts = new EnumMap<>(Expiry.class);

    static Losses of(Map<Expiry, Map<Integer, Long>> counts) {
        Losses losses = new Losses();
        losses.addAll(counts);
        return losses;
    }

    void add(Expiry reason, int stream, long more) {
        if (more > 0) {
            counts.computeIfAbsent(reason, r -> new Tally()).add(stream, more);
        }
    }

    void addAll(Map<Expiry, Map<Integer, Long>> more) {
        more.forEach((reason, byStream) -> byStream.forEach((stream, count) -> add(reason, stream, count)));
    }

    /** Takes so many of this reason and stream, or what there is. */
    void take(Expiry reason, int stream, long count) {
        Tally tally = counts.get(reason);
        if (tally != null) {
            tally.set(stream, Math.max(0, tally.of(stream) - count));
        }
    }

    /** Takes so many of the stream, whatever the reason. */
    void take(int stream, long count) {
        long left = count;
        for (Tally tally : counts.values()) {
            long taken = Math.min(left, tally.of(stream));
            if (taken > 0) {
                tally.set(stream, tally.of(stream) - taken);
                left -= taken;
            }
        }
    }

    /** Those of one stream. */
    void addOf(int stream, Map<Expiry, Map<Integer, Long>> more) {
        more.forEach((reason, counts) -> add(reason, stream, counts.getOrDefault(stream, 0L)));
    }

    /** As many of these as are here. */
    Map<Expiry, Map<Integer, Long>> among(Map<Expiry, Map<Integer, Long>> these) {
        Losses common = new Losses();
        these.forEach((reason, counts) ->
                counts.forEach((stream, count) -> common.add(reason, stream, Math.min(count, of(reason, stream)))));
        return common.toMap();
    }

    void forget(Expiry reason) {
        counts.remove(reason);
    }

    void keepOnly(Set<Integer> streams) {
        counts.values().forEach(tally -> tally.keepOnly(streams));
    }

    void clear() {
        counts.clear();
    }

    long of(Expiry reason, int stream) {
        Tally tally = counts.get(reason);
        return tally == null ? 0 : tally.of(stream);
    }

    long ofStream(int stream) {
        return counts.values().stream().mapToLong(tally -> tally.of(stream)).sum();
    }

    long sum() {
        return counts.values().stream().mapToLong(Tally::sum).sum();
    }

    /** By stream, whatever the reason. */
    Map<Integer, Long> byStream() {
        Tally all = new Tally();
        counts.values().forEach(tally -> all.addAll(tally.toMap()));
        return all.toMap();
    }

    Map<Expiry, Long> byReason() {
        Map<Expiry, Long> sums = new TreeMap<>();
        counts.forEach((reason, tally) -> {
            if (tally.sum() > 0) {
                sums.put(reason, tally.sum());
            }
        });
        return sums;
    }

    Map<Expiry, Map<Integer, Long>> toMap() {
        Map<Expiry, Map<Integer, Long>> copy = new TreeMap<>();
        counts.forEach((reason, tally) -> {
            if (tally.sum() > 0) {
                copy.put(reason, tally.positive());
            }
        });
        return copy;
    }
}
