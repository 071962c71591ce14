package io.weir.buffer;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Counts by stream in twelve bytes each: a large buffer has thousands of segments, each knows its streams, and all of them
 * stay in memory. Immutable, ascending by stream.
 */
final class Counts extends AbstractMap<Integer, Long> {
    private final int[] streams;
    private final long[] values;

    private Counts(SortedMap<Integer, Long> counts) {
        streams = counts.keySet().stream().mapToInt(Integer::intValue).toArray();
        values = counts.values().stream().mapToLong(Long::longValue).toArray();
    }

    static Map<Integer, Long> of(Map<Integer, Long> counts) {
        if (counts.isEmpty()) {
            return Map.of();
        }
        return counts instanceof Counts ? counts : new Counts(new TreeMap<>(counts));
    }

    @Override
    public @Nullable Long get(@Nullable Object stream) {
        int at = stream instanceof Integer number ? Arrays.binarySearch(streams, number) : -1;
        return at < 0 ? null : values[at];
    }

    @Override
    public boolean containsKey(@Nullable Object stream) {
        return stream instanceof Integer number && Arrays.binarySearch(streams, number) >= 0;
    }

    @Override
    public Set<Entry<Integer, Long>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Entry<Integer, Long>> iterator() {
                return IntStream.range(0, streams.length)
                        .mapToObj(at -> Map.entry(streams[at], values[at]))
                        .iterator();
            }

            @Override
            public int size() {
                return streams.length;
            }
        };
    }
}
