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
 *     make room for another, or lay further ahead than its key may hold open, because nothing was heard any more, or
 *     because the gateway's clock was set
 * @param timeQuality whose clock gave the times of its readings; the gateway's if it gave any of them
 */
public record WindowResult(
        String deviceName,
        String metric,
        long fromMillis,
        long toMillis,
        List<Aggregate> aggregates,
        int update,
        boolean partial,
        TimeQuality timeQuality)
        implements Record {

    public WindowResult {
        aggregates = List.copyOf(aggregates);
        if (toMillis <= fromMillis) {
            throw new IllegalArgumentException("a window ends after it starts: " + fromMillis + " to " + toMillis);
        }
    }

    /** A result of readings that brought their times along. */
    public WindowResult(
            String deviceName,
            String metric,
            long fromMillis,
            long toMillis,
            List<Aggregate> aggregates,
            int update,
            boolean partial) {
        this(deviceName, metric, fromMillis, toMillis, aggregates, update, partial, TimeQuality.DEVICE);
    }

    /** The same figures in a span of the same length. */
    public WindowResult movedBy(long millis, TimeQuality quality) {
        return new WindowResult(
                deviceName, metric, fromMillis + millis, toMillis + millis, aggregates, update, partial, quality);
    }

    @Override
    public long timeMillis() {
        return fromMillis;
    }
}
