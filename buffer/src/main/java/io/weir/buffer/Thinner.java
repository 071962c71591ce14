package io.weir.buffer;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Knows which segments are worth thinning, and next. Remembers for which thinning gains nothing any more. Used under the
 * log's upkeep lock; what it remembers ends with the process, and is learned again.
 */
final class Thinner {
    /** Thinning that gains less than this part of a segment, so many times, is given up. */
    private static final int LEAST_GAIN = 8;

    private static final int MOST_FRUITLESS = 3;

    private final Retain retain;
    private final Map<Long, Integer> fruitless = new TreeMap<>();

    Thinner(Retain retain) {
        this.retain = retain;
    }

    /** Those worth it, lowest level first, then as they were given. */
    List<Segment> inOrder(List<Segment> segments) {
        return segments.stream()
                .filter(segment -> fruitless.getOrDefault(segment.generation(), 0) < MOST_FRUITLESS)
                .filter(segment -> Worth.isAtLeast(LEAST_GAIN, streams(segment), segment))
                .sorted(Comparator.comparingInt(segment -> segment.origin().level()))
                .toList();
    }

    /** What of a segment may be condensed. */
    Set<Integer> streams(Segment segment) {
        Set<Integer> streams = new TreeSet<>();
        for (int stream : segment.extent().counts().keySet()) {
            if (retain.thins(stream) && segment.kept(stream) > 1) {
                streams.add(stream);
            }
        }
        return streams;
    }

    /** Remembers whether thinning has gained anything. */
    void rewritten(Rewriter.Done done) {
        Segment by = done.by();
        int times = 0;
        long before = 0;
        for (Segment segment : done.old()) {
            times = Math.max(times, fruitless.getOrDefault(segment.generation(), 0));
            before += Worth.dataBytes(segment);
        }
        boolean gained = Worth.dataBytes(by) <= before - before / LEAST_GAIN;
        if (!gained && by.origin().level() > done.old().get(0).origin().level()) {
            fruitless.put(by.generation(), times + 1);
        }
    }
}
