package io.weir.buffer;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the log remembers beside its segments; written as a whole (FORMAT.md, State snapshot).
 *
 * @param nextGeneration no segment of the log ever had this or a greater generation
 * @param end and {@code totals}: the log had at least come so far
 * @param removed offsets that were deleted on purpose
 * @param gaps offsets that the disk has lost
 * @param lost lost entries by stream
 * @param expired removed before all cursors had read them
 * @param known segments that have no valid SEAL, as recovery has found them
 * @param removing generations whose files may still be there but no longer count
 * @param damage lost entries already counted, by segment and stream
 * @param ranges where what is expired was, as far as it is remembered
 * @param runMillis how long the log has been open in all
 */
record LogState(
        long epoch,
        long nextGeneration,
        long end,
        Map<Integer, Long> totals,
        List<Ranges.Range> removed,
        List<Ranges.Range> gaps,
        Map<Integer, Long> lost,
        Map<Expiry, Map<Integer, Long>> expired,
        Map<Long, Known> known,
        Set<Long> removing,
        Map<Long, Map<Integer, Long>> damage,
        List<CursorState> cursors,
        List<ExpiredRange> ranges,
        long runMillis) {
    /** A segment as it was recovered. */
    record Known(long first, Map<Integer, Long> before, Segment.Extent extent) {}

    static LogState fresh(long epoch) {
        return new LogState(
                epoch, 1, 0, Map.of(), List.of(), List.of(), Map.of(), Map.of(), Map.of(), Set.of(), Map.of(),
                List.of(), List.of(), 0);
    }
}
