package io.weir.buffer;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Counts by stream. Not thread-safe; {@link #toMap} gives away an immutable copy. */
final class Tally {
    private final Map<Integer, Long> counts = new HashMap<>();

    static Tally of(Map<Integer, Long> counts) {
        Tally tally = new Tally();
        tally.counts.putAll(counts);
        return tally;
    }

    long of(int stream) {
        return counts.getOrDefault(stream, 0L);
    }

    void add(int stream, long more) {
        counts.merge(stream, more, Long::sum);
    }

    void addAll(Map<Integer, Long> more) {
        more.forEach(this::add);
    }

    void set(int stream, long value) {
        counts.put(stream, value);
    }

    void raiseTo(Map<Integer, Long> others) {
        others.forEach((stream, value) -> {
            if (value > 0) {
                counts.merge(stream, value, Math::max);
            }
        });
    }

    boolean has(int stream) {
        return counts.containsKey(stream);
    }

    int size() {
        return counts.size();
    }

    void become(Map<Integer, Long> others) {
        counts.clear();
        counts.putAll(others);
    }

    /** What has been added to the streams since they had these values. */
    Map<Integer, Long> since(Map<Integer, Long> earlier) {
        Tally more = new Tally();
        counts.forEach((stream, count) -> {
            long added = count - earlier.getOrDefault(stream, 0L);
            if (added > 0) {
                more.set(stream, added);
            }
        });
        return more.toMap();
    }

    void keepOnly(Set<Integer> streams) {
        counts.keySet().retainAll(streams);
    }

    void keepUnless(Set<Integer> streams) {
        counts.keySet().removeAll(streams);
    }

    Map<Integer, Long> toMap() {
        return Collections.unmodifiableMap(new TreeMap<>(counts));
    }

    /** Those that are not zero. */
    Map<Integer, Long> positive() {
        Map<Integer, Long> some = new TreeMap<>(counts);
        some.values().removeIf(count -> count <= 0);
        return Collections.unmodifiableMap(some);
    }

    long sum() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
