package io.weir.buffer;

import java.util.ArrayList;
import java.util.List;

/** What expired where, in the order in which it happened. Not thread-safe. */
final class ExpiredRanges {
    /** Beyond this many the oldest become less exact, and then are forgotten; the counts by reason and stream never are. */
    private static final int MOST = 256;

    private final List<ExpiredRange> ranges;

    ExpiredRanges(List<ExpiredRange> known) {
        ranges = new ArrayList<>(known);
    }

    void add(ExpiredRange range) {
        for (int i = ranges.size() - 1; i >= 0; i--) {
            if (ranges.get(i).continuesIn(range)) {
                ranges.set(i, ranges.get(i).with(range));
                return;
            }
        }
        ranges.add(range);
        if (ranges.size() > MOST) {
            shorten();
        }
    }

    private void shorten() {
        ExpiredRange oldest = ranges.remove(0);
        for (int i = 0; i < ranges.size(); i++) {
            ExpiredRange other = ranges.get(i);
            if (other.reason() == oldest.reason() && other.stream() == oldest.stream()) {
                ranges.set(i, oldest.with(other));
                return;
            }
        }
    }

    List<ExpiredRange> toList() {
        return List.copyOf(ranges);
    }
}
