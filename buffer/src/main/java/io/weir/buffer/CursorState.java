package io.weir.buffer;

import java.nio.ByteBuffer;
import java.util.Map;

/**
 * What is durable of a cursor.
 *
 * @param totals entries of the cursor's streams before the position
 * @param startTotals entries of the cursor's streams before the place from which this stream counts
 * @param retiredAppended counted as appended for streams that the cursor no longer reads
 * @param foretold taken ahead of the position and not come across yet
 * @param holeEnd records missing below this offset were taken by {@code holeReason}
 */
record CursorState(
        String name,
        long position,
        ByteBuffer note,
        long start,
        Map<Integer, Long> totals,
        Map<Integer, Long> startTotals,
        long retiredAppended,
        Map<Expiry, Map<Integer, Long>> expired,
        long holeEnd,
        Expiry holeReason,
        Map<Expiry, Map<Integer, Long>> foretold) {
    /** A cursor that begins here. */
    static CursorState begin(String name, Locator.Place place, Iterable<Integer> streams) {
        Tally totals = new Tally();
        Losses foretold = new Losses();
        for (int stream : streams) {
            totals.set(stream, place.totals().getOrDefault(stream, 0L));
            place.gone().forEach((reason, counts) -> foretold.add(reason, stream, counts.getOrDefault(stream, 0L)));
        }
        return new CursorState(
                name,
                place.offset(),
                ByteBuffer.allocate(0),
                place.offset(),
                totals.toMap(),
                totals.toMap(),
                0,
                Map.of(),
                0,
                Expiry.DAMAGED,
                foretold.toMap());
    }
}
