package io.weir.buffer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

    private final List<Hole> holes = new ArrayList<>();

    private record Hole(int stream, long count, long total) {}

    GivenUp(long first) {
        this.first = first;
    }

    void add(Expiry reason, int stream, long offset) {
        places.computeIfAbsent(reason, r -> new TreeMap<>())
                .computeIfAbsent(stream, s -> new Places())
                .add((int) (offset - first));
    }

    /** So many of a stream are lost, nobody knows where, before the place that has this total. */
    void addLost(int stream, long count, long total) {
        holes.add(new Hole(stream, count, total));
    }

    /** How many of its streams lie ahead of where this cursor reads, by reason and stream. */
    Map<Expiry, Map<Integer, Long>> aheadOf(Account account) {
        long offset = account.readPosition();
        Set<Integer> streams = account.streams();
        Losses counts = new Losses();
        places.forEach((reason, byStream) -> byStream.forEach((stream, where) -> {
            if (streams.contains(stream)) {
                counts.add(reason, stream, where.from(offset - first));
            }
        }));
        for (Hole hole : holes) {
            if (streams.contains(hole.stream())) {
                long left = Math.max(0, hole.total() - account.readTotal(hole.stream()));
                counts.add(Expiry.DAMAGED, hole.stream(), Math.min(hole.count(), left));
            }
        }
        return counts.toMap();
    }
}
