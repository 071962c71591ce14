package io.weir.buffer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A set of offsets as disjoint ranges. Not thread-safe. */
final class Ranges {
    /** Beyond this many ranges the two oldest become one that encloses both: rather too much named than too little. */
    private static final int MOST = 4096;

    private final TreeMap<Long, Long> toByFrom = new TreeMap<>();

    /** From inclusive, to exclusive; never empty. */
    record Range(long from, long to) {}

    static Ranges of(List<Range> ranges) {
        Ranges result = new Ranges();
        ranges.forEach(r -> result.add(r.from(), r.to()));
        return result;
    }

    void add(long from, long to) {
        if (from >= to) {
            return;
        }
        long start = from;
        long end = to;
        Map.Entry<Long, Long> touching = toByFrom.floorEntry(end);
        while (touching != null && touching.getValue() >= start) {
            start = Math.min(start, touching.getKey());
            end = Math.max(end, touching.getValue());
            toByFrom.remove(touching.getKey());
            touching = toByFrom.floorEntry(end);
        }
        toByFrom.put(start, end);
        if (toByFrom.size() > MOST) {
            long oldest = toByFrom.firstKey();
            toByFrom.remove(oldest);
            toByFrom.put(oldest, toByFrom.pollFirstEntry().getValue());
        }
    }

    /** What of [from, to) is not in this set. */
    List<Range> missingIn(long from, long to) {
        List<Range> missing = new ArrayList<>();
        long at = from;
        Map.Entry<Long, Long> before = toByFrom.floorEntry(from);
        if (before != null) {
            at = Math.max(at, before.getValue());
        }
        for (Map.Entry<Long, Long> range : toByFrom.tailMap(from, false).entrySet()) {
            if (range.getKey() >= to) {
                break;
            }
            if (range.getKey() > at) {
                missing.add(new Range(at, range.getKey()));
            }
            at = Math.max(at, range.getValue());
        }
        if (at < to) {
            missing.add(new Range(at, to));
        }
        return missing;
    }

    List<Range> toList() {
        return toByFrom.entrySet().stream()
                .map(e -> new Range(e.getKey(), e.getValue()))
                .toList();
    }
}
