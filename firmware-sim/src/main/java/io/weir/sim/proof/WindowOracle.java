package io.weir.sim.proof;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Works out, in the most obvious way, which windows one device's readings give: every reading is put into every window that it
 * belongs to, and each window keeps all its values. The rules are Flink's: the watermark is the newest event time less the
 * lateness less 1 ms, a window fires once the watermark reaches its last millisecond, and a reading no longer enters a
 * window that has fired.
 */
final class WindowOracle {
    private static final Comparator<Key> BY_END =
            Comparator.comparingLong(Key::fromMillis).thenComparing(Key::metric);

    private final long sizeMillis;
    private final long everyMillis;
    private final long latenessMillis;
    private final Map<Key, List<Double>> open = new TreeMap<>(BY_END);
    private final List<WindowResult> fired = new ArrayList<>();
    private long watermark = Long.MIN_VALUE;
    private long late;

    private record Key(String metric, long fromMillis) {}

    private WindowOracle(WindowRule rule) {
        this.sizeMillis = rule.size().toMillis();
        this.everyMillis = rule.every().toMillis();
        this.latenessMillis = rule.lateness().toMillis();
    }

    /** The windows that have fired, and how many readings came too late for every window of theirs. */
    record Answer(List<WindowResult> fired, long late) {}

    /** Takes the readings of one device in the order in which the gateway took them. */
    static Answer of(List<Point> readings, WindowRule rule) {
        WindowOracle oracle = new WindowOracle(rule);
        readings.forEach(oracle::take);
        return new Answer(oracle.fired, oracle.late);
    }

    private void take(Point reading) {
        boolean entered = false;
        long newestStart = Math.floorDiv(reading.timeMillis(), everyMillis) * everyMillis;
        for (long from = newestStart; from > reading.timeMillis() - sizeMillis; from -= everyMillis) {
            boolean hasFired = from + sizeMillis - 1 <= watermark;
            if (!hasFired) {
                open.computeIfAbsent(new Key(reading.metric(), from), key -> new ArrayList<>())
                        .add(reading.value());
                entered = true;
            }
        }
        if (!entered) {
            late++;
        }
        watermark = Math.max(watermark, reading.timeMillis() - latenessMillis - 1);
        fire();
    }

    private void fire() {
        Iterator<Map.Entry<Key, List<Double>>> windows = open.entrySet().iterator();
        while (windows.hasNext()) {
            Map.Entry<Key, List<Double>> window = windows.next();
            long to = window.getKey().fromMillis() + sizeMillis;
            if (to - 1 > watermark) {
                return;
            }
            fired.add(result(window.getKey(), to, window.getValue()));
            windows.remove();
        }
    }

    private static WindowResult result(Key key, long to, List<Double> values) {
        double sum = 0;
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            sum += value;
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        return new WindowResult(key.metric(), key.fromMillis(), to, values.size(), sum / values.size(), min, max);
    }
}
