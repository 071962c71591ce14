package io.weir.device;

import java.util.List;

/**
 * What a window gave.
 *
 * @param deviceName empty when the window does not group by device
 * @param metric empty when the window does not group by metric
 * @param fromMillis start, inclusive, epoch milliseconds
 * @param toMillis end, exclusive
 * @param aggregates in the order of {@code emit}
 * @param update 0 for the first firing, n for the n-th re-firing by allowed lateness
 * @param partial true when the window was closed before its time: by a change of configuration, because its key had to
 *     make room for another, or lay further ahead than its key may hold open, or because nothing was heard any more
 */
public record WindowResult(
        String deviceName,
        String metric,
        long fromMillis,
        long toMillis,
        List<Aggregate> aggregates,
        int update,
        boolean partial)
        implements Record {

    public WindowResult {
        aggregates = List.copyOf(aggregates);
        if (toMillis <= fromMillis) {
            throw new IllegalArgumentException("a window ends after it starts: " + fromMillis + " to " + toMillis);
        }
    }

    @Override
    public long timeMillis() {
        return fromMillis;
    }
}
