package io.weir.pipeline.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.within;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every figure against its definition, over readings in any order that were merged from slices. */
class FiguresTest {

    private record Point(long timeMillis, double value) {}

    private static Accumulator of(String word) {
        return new Figures(List.of(Figure.ofWord(word).orElseThrow())).accumulator();
    }

    private static double read(String word, Accumulator readings, long toMillis) {
        return Figure.ofWord(word).orElseThrow().formula().of(readings, toMillis);
    }

    /** A figure over points that come in this order, in slices of 10 s that are merged from the last to the first. */
    private static double figure(String word, List<Point> points) {
        List<Accumulator> slices = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            slices.add(of(word));
        }
        points.forEach(point -> slices.get((int) (point.timeMillis() / 10_000)).add(point.value(), point.timeMillis()));
        Accumulator all = of(word);
        for (int i = 5; i >= 0; i--) {
            all.merge(slices.get(i));
        }
        return read(word, all, 60_000);
    }

    private static double figure(String word, double... values) {
        Accumulator readings = of(word);
        for (int i = 0; i < values.length; i++) {
            readings.add(values[i], i * 1_000L);
        }
        return read(word, readings, values.length * 1_000L);
    }

    private static List<Point> points(long seed, int count) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Point> points = new ArrayList<>();
        for (long time : random.longs(0, 60_000).distinct().limit(count).toArray()) {
            points.add(new Point(time, random.nextInt(-400, 400) / 8.0));
        }
        return points;
    }

    private static DoubleStream values(List<Point> points) {
        return points.stream().mapToDouble(Point::value);
    }

    private static List<Point> byTime(List<Point> points) {
        return points.stream()
                .sorted((a, b) -> Long.compare(a.timeMillis(), b.timeMillis()))
                .toList();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void plainFiguresAreWhatTheirNamesSay(long seed) {
        List<Point> points = points(seed, 200);
        List<Point> ordered = byTime(points);
        Point first = ordered.get(0);
        Point last = ordered.get(199);
        double mean = values(points).average().orElseThrow();

        assertThat(figure("sum", points)).isEqualTo(values(points).sum());
        assertThat(figure("range", points))
                .isEqualTo(values(points).max().orElseThrow()
                        - values(points).min().orElseThrow());
        assertThat(figure("first", points)).isEqualTo(first.value());
        assertThat(figure("last", points)).isEqualTo(last.value());
        assertThat(figure("rate", points))
                .isEqualTo((last.value() - first.value()) * 1_000 / (last.timeMillis() - first.timeMillis()));
        assertThat(figure("distinct", points))
                .isEqualTo((double) values(points).distinct().count());
        assertThat(figure("stddev", points))
                .isCloseTo(
                        Math.sqrt(
                                values(points).map(v -> (v - mean) * (v - mean)).sum() / 199),
                        within(1e-9));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void timeWeightedMeanLetsEachReadingHoldUntilTheNext(long seed) {
        List<Point> points = points(seed, 200);
        List<Point> ordered = byTime(points);
        double integral = 0;
        for (int i = 0; i < 200; i++) {
            long until = i == 199 ? 60_000 : ordered.get(i + 1).timeMillis();
            integral += ordered.get(i).value() * (until - ordered.get(i).timeMillis());
        }

        assertThat(figure("time-weighted-mean", points))
                .isCloseTo(integral / (60_000 - ordered.get(0).timeMillis()), offset(1e-9));
    }

    @Test
    void timeWeightedMeanOfManyReadingsInASliceIsExactWhenTheyAreInOrder() {
        Accumulator readings = of("time-weighted-mean");
        for (int i = 0; i < 10 * TimeWeight.KEPT; i++) {
            readings.add(i % 2, i);
        }
        readings.add(1_000_000, 3); // older than what is kept: without weight

        assertThat(read("time-weighted-mean", readings, 10 * TimeWeight.KEPT)).isEqualTo(0.5);
    }

    @ParameterizedTest(name = "p{0}")
    @ValueSource(strings = {"05", "50", "90", "95", "99", "999"})
    void percentilesAreWithinOnePerCentOfTheValueOfThatRank(String digits) {
        SplittableRandom random = new SplittableRandom(7);
        double[] values = random.doubles(20_000).map(x -> Math.exp(20 * x - 10)).toArray();
        double[] sorted = DoubleStream.of(values).sorted().toArray();
        double rank = Double.parseDouble("0." + digits);

        double exact = sorted[(int) (rank * (sorted.length - 1))];
        assertThat(figure("p" + digits, values)).isCloseTo(exact, within(exact * Sketch.ACCURACY));
    }

    @Test
    void percentilesOfHugeNegativeAndTinyNumbersExist() {
        assertThat(figure("p50", -Double.MAX_VALUE, 0, Double.MIN_VALUE)).isZero();
        assertThat(figure("p99", Double.MAX_VALUE)).isCloseTo(Double.MAX_VALUE, within(Double.MAX_VALUE * 0.02));
        assertThat(Figure.ofWord("p5")).isEmpty();
        assertThat(Figure.ofWord("p9999")).isEmpty();
    }

    @Test
    void manyDifferentValuesAreEstimated() {
        double[] values = new SplittableRandom(1).doubles(100_000).toArray();

        // four standard errors
        assertThat(figure("distinct", values)).isCloseTo(100_000, within(12_800.0));
        assertThat(figure("distinct", 0.0, -0.0, 1, 1)).isEqualTo(2);
    }

    @Test
    void standardDeviationOfLargeNumbersThatDifferLittle() {
        assertThat(figure("stddev", 1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16)).isCloseTo(Math.sqrt(30), within(1e-9));
    }

    @Test
    void figuresForWhichThereAreTooFewReadingsAreNoNumbers() {
        assertThat(figure("stddev", 1)).isNaN();
        assertThat(figure("rate", 1)).isNaN();
    }

    @ParameterizedTest
    @ValueSource(strings = {"last", "stddev", "p95", "distinct", "time-weighted-mean"})
    void aRestoredAccumulatorGoesOnAsTheSavedOneWould(String word) {
        SplittableRandom random = new SplittableRandom(9);
        Accumulator saved = of(word);
        for (int i = 0; i < 3_000; i++) {
            saved.add(random.nextDouble(-1e6, 1e6), random.nextLong(100_000));
        }
        BinaryWriter state = new BinaryWriter(64);
        saved.snapshot(state);
        Accumulator restored = of(word);

        restored.restore(new BinaryReader(state.view(0)));

        for (int i = 0; i < 1_000; i++) {
            double value = random.nextDouble(-1e6, 1e6);
            long time = random.nextLong(100_000);
            saved.add(value, time);
            restored.add(value, time);
        }
        assertThat(read(word, restored, 100_000)).isEqualTo(read(word, saved, 100_000));
        BinaryWriter again = new BinaryWriter(64);
        BinaryWriter expected = new BinaryWriter(64);
        restored.snapshot(again);
        saved.snapshot(expected);
        assertThat(again.toByteArray()).isEqualTo(expected.toByteArray());
    }
}
