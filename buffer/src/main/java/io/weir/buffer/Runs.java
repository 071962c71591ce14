package io.weir.buffer;

import java.util.List;
import java.util.function.Predicate;

/**
 * Runs of adjacent segments that are worth being rewritten into one.
 *
 * @param all complete segments in the order of their offsets
 * @param isFit whether a segment can be rewritten
 */
record Runs(List<Segment> all, Worth worth, Predicate<Segment> isFit, Quota quota, long segmentSizeBytes) {
    /** A segment has to give at least as much as must be copied of it; what is next to nothing to copy counts as this. */
    private static final long LEAST_COPIED_BYTES = Quota.PAGE_BYTES / 4;

    /**
     * The run that gives most for what must be copied, if it gives at least as much as that; empty if there is none.
     *
     * @param pressing also segments of which less than half is dead, for the room that they waste side by side
     * @param dying also segments in which more will soon be dead, and which would be rewritten again
     */
    List<Segment> best(boolean pressing, boolean dying) {
        List<Segment> best = List.of();
        double bestScore = 1;
        for (int from = 0; from < all.size(); from++) {
            long liveBytes = 0;
            long dataBytes = 0;
            long lengthBytes = 0;
            for (int to = from; to < all.size() && mayJoin(from, to, pressing, dying); to++) {
                Segment next = all.get(to);
                dataBytes += Worth.dataBytes(next);
                liveBytes += Worth.dataBytes(next) - worth.deadBytes(next);
                lengthBytes += next.extent().lengthBytes();
                if ((to > from && liveBytes > segmentSizeBytes) || !quota.fitsAside(dataBytes)) {
                    break;
                }
                long gain = lengthBytes - liveBytes - liveBytes / 16 - Quota.PAGE_BYTES;
                double score = (double) gain / Math.max(LEAST_COPIED_BYTES, liveBytes);
                if (score > bestScore) {
                    best = List.copyOf(all.subList(from, to + 1));
                    bestScore = score;
                }
            }
        }
        return best;
    }

    private boolean mayJoin(int from, int at, boolean pressing, boolean dying) {
        Segment segment = all.get(at);
        boolean dead = worth.isPastKeeping(segment) && 2 * worth.deadBytes(segment) >= Worth.dataBytes(segment);
        return isFit.test(segment)
                && (pressing || dead)
                && (dying || !worth.isDying(segment))
                && (at == from || follows(at));
    }

    /** If there are more tiny segments than this: the first run of them; empty otherwise. */
    List<Segment> tiny(int most) {
        if (all.stream().filter(this::isTiny).count() <= most) {
            return List.of();
        }
        for (int from = 0; from < all.size(); from++) {
            int end = tinyEnd(from);
            if (end > from + 1) {
                return List.copyOf(all.subList(from, end));
            }
        }
        return List.of();
    }

    private boolean isTiny(Segment segment) {
        return isFit.test(segment) && Worth.dataBytes(segment) <= segmentSizeBytes / 4;
    }

    private int tinyEnd(int from) {
        long bytes = 0;
        int end = from;
        while (end < all.size() && isTiny(all.get(end)) && (end == from || follows(end))) {
            bytes += Worth.dataBytes(all.get(end));
            if (bytes > segmentSizeBytes) {
                break;
            }
            end++;
        }
        return end;
    }

    private boolean follows(int at) {
        Segment before = all.get(at - 1);
        Segment segment = all.get(at);
        return before.end() == segment.first()
                && before.origin().level() == segment.origin().level()
                && Tally.of(before.after())
                        .positive()
                        .equals(Tally.of(segment.before()).positive());
    }
}
