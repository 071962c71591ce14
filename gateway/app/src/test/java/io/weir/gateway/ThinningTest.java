package io.weir.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.weir.buffer.LogRecord;
import io.weir.buffer.Offset;
import io.weir.device.Aggregate;
import io.weir.device.BinaryWriter;
import io.weir.device.DeviceId;
import io.weir.device.Quality;
import io.weir.device.Reading;
import io.weir.device.Record;
import io.weir.device.RecordCodec;
import io.weir.device.Value;
import io.weir.device.WindowResult;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ThinningTest {

    private static final int STREAM = 17;
    private static final long MINUTE = 60_000;

    private final Thinning thinning = new Thinning();

    private static LogRecord entry(long offset, Record item) {
        BinaryWriter out = new BinaryWriter(64);
        RecordCodec.encode(item, out);
        return new LogRecord(new Offset(offset), STREAM, 1000 + offset, ByteBuffer.wrap(out.toByteArray()));
    }

    private static Reading reading(String device, long timeMillis, Value value, Quality quality) {
        return new Reading(new DeviceId(device), "temperature", timeMillis, value, "Cel", quality, timeMillis);
    }

    private static Reading reading(String device, long timeMillis, double value) {
        return reading(device, timeMillis, new Value.Num(value), Quality.GOOD);
    }

    private static WindowResult window(long from, long to, Aggregate... figures) {
        return new WindowResult("d1", "temperature", from, to, List.of(figures), 0, false);
    }

    private static WindowResult window(long from, long to, double count, double mean) {
        return window(
                from,
                to,
                new Aggregate("count", count),
                new Aggregate("mean", mean),
                new Aggregate("min", mean - 1),
                new Aggregate("max", mean + 1));
    }

    private static Map<String, Double> figures(LogRecord entry) {
        Map<String, Double> figures = new HashMap<>();
        ((WindowResult) RecordCodec.decode(entry.bytes().duplicate()))
                .aggregates()
                .forEach(f -> figures.put(f.name(), f.value()));
        return figures;
    }

    @Test
    void aMinuteOfReadingsBecomesOneRollUpAtThePlaceOfTheLast() {
        List<LogRecord> run = List.of(
                entry(3, reading("d1", MINUTE, 1)),
                entry(5, reading("d2", MINUTE + 1, 7)),
                entry(8, reading("d1", MINUTE + 30_000, 6)),
                entry(9, reading("d1", 2 * MINUTE, 5)));

        List<LogRecord> fewer = thinning.condense(run, 1);

        assertThat(fewer).extracting(e -> e.offset().value()).containsExactly(5L, 8L, 9L);
        assertThat(fewer.get(0)).isSameAs(run.get(1));
        assertThat(fewer.get(2)).isSameAs(run.get(3));
        WindowResult rollUp =
                (WindowResult) RecordCodec.decode(fewer.get(1).bytes().duplicate());
        assertThat(rollUp)
                .isEqualTo(window(
                        MINUTE,
                        2 * MINUTE,
                        new Aggregate("count", 2),
                        new Aggregate("mean", 3.5),
                        new Aggregate("min", 1),
                        new Aggregate("max", 6),
                        new Aggregate("thinned", 1)));
    }

    @Test
    void whatIsNoGoodNumberStaysAsItIs() {
        List<LogRecord> run = List.of(
                entry(0, reading("d1", 0, new Value.Text("open"), Quality.GOOD)),
                entry(1, reading("d1", 1, new Value.Text("shut"), Quality.GOOD)),
                entry(2, reading("d1", 2, new Value.Bool(true), Quality.GOOD)),
                entry(3, reading("d1", 3, new Value.Num(1), Quality.BAD)),
                entry(4, reading("d1", 4, new Value.Num(2), Quality.BAD)),
                entry(5, window(0, 10, new Aggregate("p95", 3))),
                entry(6, window(10, 20, new Aggregate("p95", 3))),
                new LogRecord(new Offset(7), STREAM, 0, ByteBuffer.wrap(new byte[] {99})));

        assertThat(thinning.condense(run, 3)).isEqualTo(run);
    }

    @Test
    void tumblingWindowsAreMergedAndOverlappingOnesAreNot() {
        List<LogRecord> tumbling = List.of(entry(0, window(0, 10_000, 10, 1)), entry(1, window(10_000, 20_000, 30, 5)));
        List<LogRecord> sliding = List.of(entry(0, window(0, 10_000, 10, 1)), entry(1, window(5_000, 15_000, 30, 5)));

        assertThat(thinning.condense(sliding, 1)).isEqualTo(sliding);
        List<LogRecord> merged = thinning.condense(tumbling, 1);
        assertThat(merged).hasSize(1);
        assertThat(figures(merged.get(0)))
                .containsEntry("count", 40.0)
                .containsEntry("mean", 4.0)
                .containsEntry("min", 0.0)
                .containsEntry("max", 6.0);
    }

    @Test
    void aWindowWiderThanTheSpanStaysUntilTheSpanHasGrown() {
        List<LogRecord> run =
                List.of(entry(0, window(0, 2 * MINUTE, 10, 1)), entry(1, window(2 * MINUTE, 4 * MINUTE, 10, 1)));

        assertThat(thinning.condense(run, 1)).isEqualTo(run);
        assertThat(thinning.condense(run, 2)).hasSize(1);
    }

    /** A meter that is read every quarter of an hour, a thousand times over. */
    @Test
    void whatComesTooSlowlyForTheSpanGetsTheFirstThatGainsSomething() {
        List<LogRecord> run = new ArrayList<>();
        for (int quarter = 0; quarter < 100; quarter++) {
            for (int device = 0; device < 100; device++) {
                run.add(entry(run.size(), reading("d" + device, 15 * MINUTE * quarter, quarter)));
            }
        }

        List<LogRecord> fewer = thinning.condense(run, 1);

        assertThat(fewer).hasSize(100 * 24); // 23 spans of 64 minutes and what is behind them
        assertThat(figures(fewer.get(0))).containsEntry("count", 5.0).containsEntry("thinned", 4.0);
        List<LogRecord> again = thinning.condense(fewer, 2);
        assertThat(figures(again.get(0))).containsEntry("count", 18.0).containsEntry("thinned", 5.0);
    }

    @Test
    void aFewSlowReadingsAmongOthersKeepTheirDetail() {
        List<LogRecord> run = new ArrayList<>();
        for (int hour = 0; hour < 24; hour++) {
            run.add(entry(hour, reading("d1", 60 * MINUTE * hour, hour)));
        }

        assertThat(thinning.condense(run, 1)).isEqualTo(run);
    }

    @Test
    void theSpanDoesNotGrowForWhatNoSpanCondenses() {
        List<LogRecord> run = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            boolean number = i % 20 == 0;
            Value value = number ? new Value.Num(i) : new Value.Text("open");
            run.add(entry(i, reading("d1", 15 * MINUTE * i, value, Quality.GOOD)));
        }

        assertThat(thinning.condense(run, 1)).isEqualTo(run);
    }

    /** However the run is cut and however often it is thinned: counts and extremes stay, the mean but for rounding. */
    @Test
    void nothingIsCountedTwiceOverManyLevels() {
        for (int seed = 1; seed <= 50; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<LogRecord> run = new ArrayList<>();
            DoubleSummaryStatistics all = new DoubleSummaryStatistics();
            long time = random.nextLong(1L << 40);
            for (int i = 0; i < 500; i++) {
                time += random.nextInt(20_000) - 3000;
                double value = random.nextInt(1000);
                all.accept(value);
                run.add(entry(i, reading("d1", time, value)));
            }
            for (int level = 1; level <= 9; level++) {
                int cut = random.nextInt(run.size() + 1);
                List<LogRecord> fewer = new ArrayList<>(thinning.condense(run.subList(0, cut), level));
                fewer.addAll(thinning.condense(run.subList(cut, run.size()), level));
                run = fewer;
            }
            assertThat(run).as("seed %s", seed).hasSizeLessThan(5);
            double count = 0;
            double sum = 0;
            double max = Double.NEGATIVE_INFINITY;
            for (LogRecord entry : run) {
                Map<String, Double> figures = RecordCodec.decode(entry.bytes().duplicate()) instanceof Reading one
                        ? Map.of("count", 1.0, "mean", ((Value.Num) one.value()).value())
                        : figures(entry);
                double records = figures.getOrDefault("count", Double.NaN);
                double mean = figures.getOrDefault("mean", Double.NaN);
                count += records;
                sum += records * mean;
                max = Math.max(max, figures.getOrDefault("max", mean));
            }
            assertThat(count).as("seed %s", seed).isEqualTo(500);
            assertThat(sum).isCloseTo(all.getSum(), within(1e-6));
            assertThat(max).isEqualTo(all.getMax());
        }
    }
}
