package io.weir.sim.demo;

import io.weir.sim.proof.WindowRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sliding windows of one device, with running sums: on purpose another way than the judge's. */
final class StandInWindows {
    private final WindowRule rule;
    private final Map<Long, Map<String, double[]>> byStart = new TreeMap<>();
    private long newest = Long.MIN_VALUE;

    record Result(String metric, long fromMillis, long toMillis, long count, double mean, double min, double max) {}

    StandInWindows(WindowRule rule) {
        this.rule = rule;
    }

    List<Result> take(String metric, long millis, double value) {
        long size = rule.size().toMillis();
        long every = rule.every().toMillis();
        for (long start = Math.floorDiv(millis - size, every) * every + every; start <= millis; start += every) {
            if (!isOver(start + size)) {
                double[] sums = byStart.computeIfAbsent(start, from -> new TreeMap<>())
                        .computeIfAbsent(metric, name -> new double[] {0, 0, value, value});
                sums[0]++;
                sums[1] += value;
                sums[2] = Math.min(sums[2], value);
                sums[3] = Math.max(sums[3], value);
            }
        }
        newest = Math.max(newest, millis);
        return fire(size);
    }

    private boolean isOver(long end) {
        return newest != Long.MIN_VALUE && newest - rule.lateness().toMillis() >= end;
    }

    private List<Result> fire(long size) {
        List<Result> results = new ArrayList<>();
        byStart.entrySet().removeIf(window -> {
            long end = window.getKey() + size;
            if (!isOver(end)) {
                return false;
            }
            window.getValue()
                    .forEach((metric, sums) -> results.add(new Result(
                            metric, window.getKey(), end, (long) sums[0], sums[1] / sums[0], sums[2], sums[3])));
            return true;
        });
        return results;
    }
}
