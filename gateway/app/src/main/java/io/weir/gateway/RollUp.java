package io.weir.gateway;

import io.weir.device.Aggregate;
import io.weir.device.Quality;
import io.weir.device.Reading;
import io.weir.device.Record;
import io.weir.device.TimeQuality;
import io.weir.device.Value;
import io.weir.device.WindowResult;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Count, mean, min and max of what one device said of one metric in a time. Count, min and max stay exact however often
 * roll-ups are merged; the mean is weighted by the counts. Not thread-safe.
 */
final class RollUp {

    /** The figure that marks a roll-up, with the level it was made at. */
    static final String MARK = "thinned";

    private static final String COUNT = "count";
    private static final String MEAN = "mean";
    private static final String MIN = "min";
    private static final String MAX = "max";

    private final String device;
    private final String metric;
    private final long fromMillis;
    /** Results of sliding windows overlap; readings and roll-ups overlap nothing. */
    private final boolean isWindow;

    private final TimeQuality timeQuality;

    private long toMillis;
    private double count;
    private double mean;
    private double min;
    private double max;
    private int size = 1;
    private int last;

    private RollUp(Record record, String metric, long toMillis, boolean isWindow, int at) {
        this.device = record.deviceName();
        this.metric = metric;
        this.fromMillis = record.timeMillis();
        this.toMillis = toMillis;
        this.isWindow = isWindow;
        this.timeQuality = record.timeQuality();
        this.last = at;
    }

    /** What a record says by itself; empty if it cannot be condensed. */
    static Optional<RollUp> of(Optional<Record> record, int at) {
        if (record.isEmpty()) {
            return Optional.empty();
        }
        if (record.get() instanceof Reading reading) {
            return of(reading, at);
        }
        return record.get() instanceof WindowResult window ? of(window, at) : Optional.empty();
    }

    private static Optional<RollUp> of(Reading reading, int at) {
        if (!(reading.value() instanceof Value.Num number) || reading.quality() != Quality.GOOD) {
            return Optional.empty();
        }
        RollUp one = new RollUp(reading, reading.metric(), reading.timeMillis() + 1, false, at);
        one.set(1, number.value(), number.value(), number.value());
        return Optional.of(one);
    }

    private static Optional<RollUp> of(WindowResult window, int at) {
        Map<String, Double> figures = new HashMap<>();
        window.aggregates().forEach(figure -> figures.put(figure.name(), figure.value()));
        boolean whole = figures.keySet().containsAll(List.of(COUNT, MEAN, MIN, MAX))
                && figures.values().stream().allMatch(Double::isFinite)
                && figures.getOrDefault(COUNT, 0.0) > 0;
        if (!whole || window.update() > 0 || window.partial()) {
            return Optional.empty();
        }
        boolean isWindow = !figures.containsKey(MARK);
        RollUp one = new RollUp(window, window.metric(), window.toMillis(), isWindow, at);
        one.set(
                figures.getOrDefault(COUNT, 0.0),
                figures.getOrDefault(MEAN, 0.0),
                figures.getOrDefault(MIN, 0.0),
                figures.getOrDefault(MAX, 0.0));
        return Optional.of(one);
    }

    private void set(double newCount, double newMean, double newMin, double newMax) {
        count = newCount;
        mean = newMean;
        min = newMin;
        max = newMax;
    }

    String device() {
        return device;
    }

    String metric() {
        return metric;
    }

    /** Whose clock gave the times. */
    TimeQuality timeQuality() {
        return timeQuality;
    }

    long fromMillis() {
        return fromMillis;
    }

    /** Records that it stands for. */
    int size() {
        return size;
    }

    /** The place of the last of them. */
    int last() {
        return last;
    }

    /** Whether all of it lies within one of the spans of this length. */
    boolean fitsInto(long spanMillis) {
        return Math.floorDiv(fromMillis, spanMillis) == Math.floorDiv(toMillis - 1, spanMillis);
    }

    /** Takes in a later one of the same device, metric and span. False if they might count something twice. */
    boolean absorb(RollUp other) {
        if (isWindow && other.isWindow && other.fromMillis < toMillis) {
            return false;
        }
        double all = count + other.count;
        set(all, mean + (other.mean - mean) * (other.count / all), Math.min(min, other.min), Math.max(max, other.max));
        toMillis = Math.max(toMillis, other.toMillis);
        size += other.size;
        last = other.last;
        return true;
    }

    WindowResult result(long from, long to, int level) {
        List<Aggregate> figures = List.of(
                new Aggregate(COUNT, count),
                new Aggregate(MEAN, mean),
                new Aggregate(MIN, min),
                new Aggregate(MAX, max),
                new Aggregate(MARK, level));
        return new WindowResult(device, metric, from, to, figures, 0, false, timeQuality);
    }
}
