package io.weir.buffer;

import java.io.IOException;
import java.util.Map;
import java.util.Set;

/**
 * What it would mean to set a cursor back.
 *
 * @param before the cursor as it stands
 * @param start where it would begin: the place asked for, or the nearest that is still there
 * @param again records of its streams from there up to its position that are there to be read again
 * @param gone records of its streams between those that are there no more
 * @param cutOff whether the place asked for lies before everything that is left
 */
public record Rewind(Inspection.CursorView before, Offset start, long again, long gone, boolean cutOff) {
    /** Whether the place asked for lies beyond the position: records would be skipped, not read again. */
    public boolean isForward() {
        return start.compareTo(before.standing().position()) > 0;
    }

    static Rewind of(Store store, Inspection.CursorView cursor, Start to) throws IOException {
        Locator locator = new Locator(store);
        Locator.Place start = locator.find(to);
        Offset position = cursor.standing().position();
        Map<Integer, Long> totalsThen = locator.at(position.value()).totals();
        long passed = 0;
        for (int stream : cursor.streams()) {
            passed += totalsThen.getOrDefault(stream, 0L) - start.totals().getOrDefault(stream, 0L);
        }
        long again = count(store, start.offset(), position, cursor.streams());
        return new Rewind(
                cursor, new Offset(start.offset()), again, Math.max(0, passed - again), isCutOff(store, to, start));
    }

    private static long count(Store store, long from, Offset to, Set<Integer> streams) throws IOException {
        long count = 0;
        try (Scan scan = new LogScan(store, from, streams)) {
            while (scan.hasNext() && scan.next().offset().compareTo(to) < 0) {
                count++;
            }
        }
        return count;
    }

    private static boolean isCutOff(Store store, Start to, Locator.Place start) {
        if (to instanceof Start.At at) {
            return at.offset().value() < start.offset();
        }
        boolean atFirst = store.catalog().segments().stream()
                .findFirst()
                .map(s -> start.offset() <= s.first() && s.first() > 0)
                .orElse(false);
        return to instanceof Start.Since since
                && atFirst
                && store.catalog().segments().get(0).extent().oldestMillis()
                        > since.appendedAt().toEpochMilli();
    }
}
