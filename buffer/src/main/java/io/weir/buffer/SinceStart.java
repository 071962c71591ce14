package io.weir.buffer;

import java.util.Map;
import java.util.Set;

/**
 * How much was appended to the streams of a cursor since it began to read them. Guarded by the monitor of its
 * {@link Account}.
 */
final class SinceStart {
    private long offset;
    private Tally totals;
    private long retired;

    SinceStart(CursorState state) {
        offset = state.start();
        totals = Tally.of(state.startTotals());
        retired = state.retiredAppended();
    }

    /** Where the cursor has begun. */
    long offset() {
        return offset;
    }

    /** Of each stream, how many were before the place where the cursor has begun to read it. */
    Map<Integer, Long> totals() {
        return totals.toMap();
    }

    /** Appended to streams that it reads no more. */
    long retired() {
        return retired;
    }

    void begin(long at, Tally before) {
        offset = at;
        totals = Tally.of(before.toMap());
        retired = 0;
    }

    void join(int stream, long total) {
        totals.set(stream, total);
    }

    void leave(int stream, long total) {
        retired += total - totals.of(stream);
    }

    void keepOnly(Set<Integer> streams) {
        totals.keepOnly(streams);
    }

    /** With so many of each stream at the end of the log. */
    long appended(Set<Integer> streams, Map<Integer, Long> ends) {
        return retired
                + streams.stream()
                        .mapToLong(stream -> ends.getOrDefault(stream, 0L) - totals.of(stream))
                        .sum();
    }
}
