package io.weir.pipeline.window;

import io.weir.device.Aggregate;
import io.weir.device.Reading;
import io.weir.device.Value;
import io.weir.device.WindowResult;
import io.weir.pipeline.Harness;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What windows mean, written so that it can be seen to be right: every window keeps a list of its own readings, as Flink's
 * do. Slow and without bounds. Arrivals must not go back.
 */
final class WindowOracle {

    /** One window of one key. */
    private static final class Window {
        private final List<Reading> readings = new ArrayList<>();
        private int firings;
    }

    /** One key, with its windows by their end. */
    private record Key(String device, String metric, int turn, TreeMap<Long, Window> windows) {}

    /** A device, or all of them when windows do not group by device. */
    private static final class Line {
        private final Map<String, Key> keys = new LinkedHashMap<>();
        private long newest = Long.MIN_VALUE;
        private long complete = WindowSpec.BEFORE_ALL;
        private long closed = WindowSpec.BEFORE_ALL;
        private boolean awake;
        private boolean dozing;
        private long heardAt;
        private long heardTurn;
    }

    private record Clock(long newest, long heardAt) {}

    private final WindowSpec spec;
    private final Cut.Sliding cut;
    private final String stream;
    private final List<String> output = new ArrayList<>();
    private final Map<String, Line> lines = new LinkedHashMap<>();
    private final Map<String, Clock> devices = new LinkedHashMap<>();
    private int turns;
    private long heardTurns;

    WindowOracle(String stream, WindowSpec spec) {
        this.stream = stream;
        this.spec = spec;
        this.cut = (Cut.Sliding) spec.cut();
    }

    static List<String> run(String stream, WindowSpec spec, List<Harness.Event> events) {
        WindowOracle oracle = new WindowOracle(stream, spec);
        for (Harness.Event event : events) {
            if (event instanceof Harness.Event.Measured measured) {
                oracle.reading(measured.reading());
            } else if (event instanceof Harness.Event.Ticked ticked) {
                oracle.tick(ticked.nowMillis());
            }
        }
        return oracle.output;
    }

    private void reading(Reading reading) {
        Line line = lines.computeIfAbsent(spec.byDevice() ? reading.deviceName() : "", name -> new Line());
        followSlowest(line, reading.arrivalMillis());
        String device = spec.byDevice() ? reading.deviceName() : "";
        String metric = spec.byMetric() ? reading.metric() : "";
        Key key = line.keys.computeIfAbsent(metric, name -> new Key(device, metric, turns++, new TreeMap<>()));
        put(line, key, reading);
        boolean counts = reading.timeMillis() - reading.arrivalMillis() <= spec.maxAheadMillis();
        if (counts || !line.awake) {
            line.awake = true;
            line.dozing = false;
            line.heardAt = reading.arrivalMillis();
            line.heardTurn = heardTurns++;
        }
        if (counts) {
            line.newest = Math.max(line.newest, reading.timeMillis());
            long before = devices.getOrDefault(reading.deviceName(), new Clock(Long.MIN_VALUE, 0))
                    .newest();
            long newest = Math.max(before, reading.timeMillis());
            devices.put(reading.deviceName(), new Clock(newest, reading.arrivalMillis()));
            if (spec.byDevice()) {
                advance(line, newest - spec.latenessMillis());
            } else {
                followSlowest(line, reading.arrivalMillis());
            }
        }
    }

    private void put(Line line, Key key, Reading reading) {
        long t = reading.timeMillis();
        boolean taken = false;
        List<Long> again = new ArrayList<>();
        for (long start = t - Math.floorMod(t, cut.everyMillis());
                start > t - cut.sizeMillis();
                start -= cut.everyMillis()) {
            long end = start + cut.sizeMillis();
            if (end <= line.complete - spec.allowedMillis() || end <= line.closed) {
                continue;
            }
            taken = true;
            key.windows().computeIfAbsent(end, e -> new Window()).readings.add(reading);
            if (end <= line.complete) {
                again.add(0, end);
            }
        }
        if (!taken && spec.late()) {
            output.add(stream + "-late " + reading);
        }
        again.forEach(end -> fire(key, end));
    }

    private void advance(Line line, long complete) {
        if (complete <= line.complete) {
            return;
        }
        long before = line.complete;
        line.complete = complete;
        record Due(Key key, long end) {}
        List<Due> due = new ArrayList<>();
        for (Key key : line.keys.values()) {
            for (long end : key.windows().keySet()) {
                if (end > before && end <= complete) {
                    due.add(new Due(key, end));
                }
            }
        }
        due.sort(
                Comparator.comparingLong(Due::end).thenComparingInt(d -> d.key().turn()));
        due.forEach(d -> fire(d.key(), d.end()));
        forget(line);
    }

    private void forget(Line line) {
        long dropped = Math.max(line.complete - spec.allowedMillis(), line.closed);
        line.keys.values().forEach(key -> key.windows().headMap(dropped, true).clear());
    }

    private void fire(Key key, long end) {
        Window window = key.windows().getOrDefault(end, new Window());
        result(key, end, window.readings, spec.allowedMillis() > 0 ? window.firings++ : 0, false);
    }

    private void result(Key key, long end, List<Reading> readings, int update, boolean partial) {
        double sum = 0;
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        for (Reading reading : readings) {
            double value = ((Value.Num) reading.value()).value();
            sum += value;
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        List<Aggregate> figures = List.of(
                new Aggregate("count", readings.size()),
                new Aggregate("mean", sum / readings.size()),
                new Aggregate("min", min),
                new Aggregate("max", max));
        output.add(stream + " "
                + new WindowResult(key.device(), key.metric(), end - cut.sizeMillis(), end, figures, update, partial));
    }

    private void followSlowest(Line line, long now) {
        if (!spec.byDevice()) {
            devices.values().stream()
                    .filter(clock -> clock.heardAt() + spec.idleMillis() > now)
                    .mapToLong(Clock::newest)
                    .min()
                    .ifPresent(slowest -> advance(line, slowest - spec.latenessMillis()));
        }
    }

    private void tick(long now) {
        lines.values().forEach(line -> followSlowest(line, now));
        List<Line> byHeard = new ArrayList<>(lines.values());
        byHeard.sort(Comparator.comparingLong(line -> line.heardTurn));
        for (Line line : byHeard) {
            if (line.awake && line.heardAt + spec.idleMillis() <= now) {
                line.awake = false;
                line.dozing = true;
                fallSilent(line);
            }
        }
        for (Line line : byHeard) {
            if (line.dozing && line.heardAt + spec.idleMillis() + spec.allowedMillis() <= now) {
                line.dozing = false;
                line.closed = Math.max(line.closed, line.complete);
                forget(line);
            }
        }
    }

    private void fallSilent(Line line) {
        if (line.newest != Long.MIN_VALUE) {
            advance(line, line.newest - Math.floorMod(line.newest, cut.everyMillis()) + cut.sizeMillis());
        }
        // Ahead is whatever lies behind the slice of the newest time that counts.
        long slice = cut.grid().sliceMillis();
        long ahead = line.newest == Long.MIN_VALUE
                ? Long.MIN_VALUE
                : line.newest - Math.floorMod(line.newest, slice) + slice;
        for (Key key : line.keys.values()) {
            for (Map.Entry<Long, Window> open :
                    key.windows().tailMap(line.complete, false).entrySet()) {
                if (open.getValue().readings.stream().anyMatch(reading -> reading.timeMillis() >= ahead)) {
                    result(key, open.getKey(), open.getValue().readings, 0, true);
                }
            }
            key.windows()
                    .values()
                    .forEach(window -> window.readings.removeIf(reading -> reading.timeMillis() >= ahead));
            key.windows().values().removeIf(window -> window.readings.isEmpty());
        }
    }
}
