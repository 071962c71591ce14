package io.weir.buffer;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** Counts by stream. Not thread-safe; {@link #toMap} gives away an immutable copy. */
final class Tally {
    private final Map<Integer, Count> counts = new HashMap<>();
    /** Entries of one stream mostly come in a row. */
    @Nullable
    private Count last;

    private static final class Count {
        private final int stream;
        private long value;

        Count(int stream) {
            this.stream = stream;
        }
    }

    static Tally of(Map<Integer, Long> counts) {
        Tally tally = new Tally();
        counts.forEach(tally::set);
        return tally;
    }

    private Count count(int stream) {
        if (last == null || last.stream != stream) {
            last = counts.computeIfAbsent(stream, Count::new);
        }
        return last;
    }

    long of(int stream) {
        Count count = counts.get(stream);
        return count == null ? 0 : count.value;
    }

    void add(int stream, long more) {
        count(stream).value += more;
    }

    void addAll(Map<Integer, Long> more) {
        more.forEach(this::add);
    }

    void set(int stream, long value) {
        count(stream).value = value;
    }

    void raiseTo(Map<Integer, Long> others) {
        others.forEach((stream, value) -> {
            if (value > 0) {
                set(stream, Math.max(of(stream), value));
            }
        });
    }

    boolean has(int stream) {
        return last != null && last.stream == stream || counts.containsKey(stream);
    }

    int size() {
        return counts.size();
    }

    void become(Map<Integer, Long> others) {
        counts.clear();
        last = null;
        others.forEach(this::set);
    }

    /** What has been added to the streams since they had these values. */
    Map<Integer, Long> since(Map<Integer, Long> earlier) {
        Tally more = new Tally();
        counts.forEach((stream, count) -> {
            long added = count.value - earlier.getOrDefault(stream, 0L);
            if (added > 0) {
                more.set(stream, added);
            }
        });
        return more.toMap();
    }

    void keepOnly(Set<Integer> streams) {
        counts.keySet().retainAll(streams);
        last = null;
    }

    void keepUnless(Set<Integer> streams) {
        counts.keySet().removeAll(streams);
        last = null;
    }

    Map<Integer, Long> toMap() {
        return those(value -> true);
    }

    /** Those that are not zero. */
    Map<Integer, Long> positive() {
        return those(value -> value > 0);
    }

    private Map<Integer, Long> those(LongPredicate which) {
        Map<Integer, Long> some = new TreeMap<>();
        counts.forEach((stream, count) -> {
            if (which.test(count.value)) {
                some.put(stream, count.value);
            }
        });
        return Collections.unmodifiableMap(some);
    }

    long sum() {
        return counts.values().stream().mapToLong(count -> count.value).sum();
    }
}
