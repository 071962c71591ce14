package io.weir.pipeline.nab;

import static io.weir.pipeline.Harness.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.Reading;
import io.weir.device.Value;
import io.weir.pipeline.Given;
import io.weir.pipeline.Pipelines;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/**
 * How much the swinging door and the deadband leave out of recorded series, and how far what is left is from what was
 * measured, when both may be wrong by one per cent of the series' span: between two readings the door draws a line, the deadband
 * holds the earlier one. On series as noisy as these, at the same error, the door saves no more than the deadband.
 */
final class CompressionTest {

    @Test
    void neitherLeavesOutMoreThanItPromises() throws IOException {
        int rows = 0;
        int doors = 0;
        int bands = 0;
        for (Series file : Series.all()) {
            double deviation = span(file) / 100;
            NavigableMap<Long, Double> door = kept(file, step("swinging-door", "deviation", deviation, "max", "366d"));
            NavigableMap<Long, Double> band = kept(file, step("deadband", "abs", deviation));
            double doorError = farthest(file, row -> onTheLine(door, row.timeMillis()));
            double bandError =
                    farthest(file, row -> band.floorEntry(row.timeMillis()).getValue());
            System.out.printf(
                    "%-60s 1 %% is %9.3f: swinging door %5.1f : 1, off by %9.3f; deadband %5.1f : 1, off by %9.3f%n",
                    file.name(),
                    deviation,
                    file.rows().size() / (double) door.size(),
                    doorError,
                    file.rows().size() / (double) band.size(),
                    bandError);
            rows += file.rows().size();
            doors += door.size();
            bands += band.size();

            assertThat(doorError).as(file.name()).isLessThanOrEqualTo(deviation * (1 + 1e-9));
            assertThat(bandError).as(file.name()).isLessThan(deviation);
        }
        System.out.printf(
                "all: swinging door %.1f : 1, deadband %.1f : 1%n", rows / (double) doors, rows / (double) bands);
    }

    private static double span(Series file) {
        double greatest =
                file.rows().stream().mapToDouble(Series.Row::value).max().orElseThrow();
        double smallest =
                file.rows().stream().mapToDouble(Series.Row::value).min().orElseThrow();
        return greatest - smallest;
    }

    private static NavigableMap<Long, Double> kept(Series file, Map<?, ?> step) {
        NavigableMap<Long, Double> kept = new TreeMap<>();
        Pipelines pipelines = Pipelines.of(List.of(Given.pipeline("p", step)), (stream, item) -> {
            Reading reading = (Reading) item;
            kept.put(reading.timeMillis(), ((Value.Num) reading.value()).value());
        });
        inOrder(file)
                .forEach(row -> pipelines.onReading(
                        "field", "", Given.reading(file.name(), "value", row.timeMillis(), row.value())));
        pipelines.switchTo(List.of());
        return kept;
    }

    /** Without the hours that clocks went through twice: neither step promises anything of readings out of order. */
    private static List<Series.Row> inOrder(Series file) {
        List<Series.Row> rows = new ArrayList<>();
        for (Series.Row row : file.rows()) {
            if (rows.isEmpty() || row.timeMillis() > rows.get(rows.size() - 1).timeMillis()) {
                rows.add(row);
            }
        }
        return rows;
    }

    private static double farthest(Series file, ToDoubleFunction<Series.Row> rebuilt) {
        return inOrder(file).stream()
                .mapToDouble(row -> Math.abs(rebuilt.applyAsDouble(row) - row.value()))
                .max()
                .orElseThrow();
    }

    private static double onTheLine(NavigableMap<Long, Double> kept, long timeMillis) {
        Map.Entry<Long, Double> before = kept.floorEntry(timeMillis);
        Map.Entry<Long, Double> after = kept.ceilingEntry(timeMillis);
        if (before.getKey().equals(after.getKey())) {
            return before.getValue();
        }
        double part = (timeMillis - before.getKey()) / (double) (after.getKey() - before.getKey());
        return before.getValue() + part * (after.getValue() - before.getValue());
    }
}
