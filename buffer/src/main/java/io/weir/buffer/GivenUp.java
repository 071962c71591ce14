package io.weir.buffer;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Which entries a rewriting gives up, so that it can be said what of them a cursor had not read. Not thread-safe. */
final class GivenUp {
    private final long first;
    private final Map<Expiry, Map<Integer, Places>> places = new TreeMap<>();

    /** Ascending distances from the first offset. */
    private static final class Places {
        private int[] distances = new int[16];
        private int size;

        void add(int distance) {
            if (size == distances.length) {
                distances = Arrays.copyOf(distances, 2 * size);
            }
            distances[size++] = distance;
        }

        int from(long distance) {
            if (distance <= 0) {
                return size;
            }
            int at = distance > Integer.MAX_VALUE ? size : Arrays.binarySearch(distances, 0, size, (int) distance);
            return size - (at < 0 ? -at - 1 : at);
        }
    }

    GivenUp(long first) {
        this.first = first;
    }

    void add(Expiry reason, int stream, long offset) {
        places.computeIfAbsent(reason, r -> new TreeMap<>())
                .computeIfAbsent(stream, s -> new Places())
                .add((int) (offset - first));
    }

    /** How many of these streams lie at this offset or beyond, by reason and stream. */
    Map<Expiry, Map<Integer, Long>> from(long offset, Set<Integer> streams) {
        Losses counts = new Losses();
        places.forEach((reason, byStream) -> byStream.forEach((stream, where) -> {
            if (streams.contains(stream)) {
                counts.add(reason, stream, where.from(offset - first));
            }
        }));
        return counts.toMap();
    }
}
