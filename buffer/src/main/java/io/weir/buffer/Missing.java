package io.weir.buffer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a rewriting does not find of its sources, in the order in which they follow each other. One thread. */
final class Missing {
    private final Map<Segment, Damage> damages = new LinkedHashMap<>();
    /** Behind the last entry that was found or is known to be missing. */
    private long expected;

    private static final class Damage {
        private final List<Ranges.Range> ranges = new ArrayList<>();
        private final Tally counts = new Tally();
    }

    /** Is told what a segment has lost: its offsets, and the entries by stream. */
    @FunctionalInterface
    interface Teller {
        void tell(Segment segment, List<Ranges.Range> lost, Map<Integer, Long> counts);
    }

    Missing(long first) {
        this.expected = first;
    }

    /** All below this offset is there. */
    void foundUpTo(long end) {
        expected = Math.max(expected, end);
    }

    /** Nothing else is there below this offset. */
    void reached(Segment of, long offset) {
        if (expected < offset) {
            in(of).ranges.add(new Ranges.Range(expected, offset));
            expected = offset;
        }
    }

    void count(Segment of, int stream, long entries) {
        in(of).counts.add(stream, entries);
    }

    private Damage in(Segment segment) {
        return damages.computeIfAbsent(segment, s -> new Damage());
    }

    /** Only of segments that have lost something. */
    void tell(Teller teller) {
        damages.forEach((segment, damage) -> teller.tell(segment, damage.ranges, damage.counts.toMap()));
    }
}
