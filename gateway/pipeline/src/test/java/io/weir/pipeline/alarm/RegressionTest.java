package io.weir.pipeline.alarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.weir.device.DeviceId;
import io.weir.device.Quality;
import io.weir.device.Reading;
import io.weir.device.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RegressionTest {

    private static final long DAY = 86_400_000;

    private final Watching watching = new Watching();

    private static double value(String line) {
        return Double.parseDouble(line.split(" ")[3]);
    }

    @Test
    void aSlopeIsTheRiseInATimeWithItsUnit() {
        long now = 1_700_000_000_000L;
        for (int i = 0; i < 3; i++) {
            watching.comes(new Reading(
                    new DeviceId("d"), "t", now + i * 60_000L, new Value.Num(20 + i), "Cel", Quality.GOOD, now));
        }

        assertThat(watching.gives("regression", "window", "10m", "per", "1h"))
                .containsExactly(
                        "d t.slope " + (now + 60_000) + " 60.0 Cel/h", "d t.slope " + (now + 120_000) + " 60.0 Cel/h");
        assertThat(watching.gives("regression", "window", "10m", "per", "7s")).allMatch(line -> !line.contains("Cel"));
    }

    @Test
    void aForecastIsTheLineSomeTimeAheadToldNow() {
        watching.comes(0, 1).comes(1_000, 2).comes(2_000, 3);

        assertThat(watching.gives("regression", "count", 10, "emit", "forecast", "ahead", "10s", "as", "soon"))
                .containsExactly("d soon 1000 12.0", "d soon 2000 13.0");
    }

    @Test
    void aResidualIsTheDistanceFromTheLineBefore() {
        watching.comes(0, 1).comes(1_000, 2).comes(2_000, 3).comes(3_000, 14);

        assertThat(watching.gives("regression", "count", 10, "emit", "residual"))
                .containsExactly("d t.residual 2000 0.0", "d t.residual 3000 10.0");
    }

    @Test
    void onlyTheLastOnesCountByTimeAndByNumber() {
        watching.comes(0, 500).comes(1_000, 0).comes(2_000, 1).comes(3_000, 2);

        assertThat(watching.gives("regression", "window", "3s")).last().isEqualTo("d t.slope 3000 1.0");
        assertThat(watching.gives("regression", "count", 3)).last().isEqualTo("d t.slope 3000 1.0");
        assertThat(watching.gives("regression", "window", "1h", "count", 3))
                .last()
                .isEqualTo("d t.slope 3000 1.0");
    }

    @Test
    void oneOutOfOrderJoinsTheLineUnlessItIsOlderThanTheWindow() {
        watching.comes(10_000, 10)
                .comes(12_000, 12)
                .comes(11_000, 11)
                .comes(1_000, 99)
                .comes(13_000, 13);

        assertThat(watching.gives("regression", "window", "10s"))
                .containsExactly("d t.slope 12000 1.0", "d t.slope 11000 1.0", "d t.slope 13000 1.0");
    }

    @Test
    void pointsOfOneTimeGiveNoLine() {
        watching.comes(-5_000, 1).comes(-5_000, 3).comes(-4_000, 3);

        assertThat(watching.gives("regression", "count", 5)).containsExactly("d t.slope -4000 1.0");
    }

    @Test
    void truthIsANumberAndTextIsNone() {
        watching.comes(0, false).comes(500, "x").comes(1_000, true);

        assertThat(watching.gives("regression", "count", 5)).containsExactly("d t.slope 1000 1.0");
    }

    @Test
    void aClockThatOnceRanAheadEndsTheLineAndNotTheStep() {
        watching.comes(1_000, 1).comes(50 * 365 * DAY, 1, 2_000).comes(3_000, 1).comes(4_000, 2);

        assertThat(watching.gives("regression", "window", "1m")).containsExactly("d t.slope 4000 1.0");
    }

    @Test
    void whatIsBeyondADoubleIsNotTold() {
        watching.comes(0, -1.7e308).comes(1, 1.7e308).comes(2, 1.7e308);

        assertThat(watching.gives("regression", "count", 5, "per", "366d")).isEmpty();
    }

    @Test
    void aForgottenKeyBeginsAnew() {
        watching.comes("a", 0, new Value.Num(0)).comes("b", 1, new Value.Num(0)).comes("a", 1_000, new Value.Num(1));
        watching.comes("a", 2_000, new Value.Num(2));

        assertThat(watching.gives("regression", "count", 5, "max-keys", 1)).containsExactly("a t.slope 2000 1.0");
    }

    private record Point(long time, double value) {}

    /** Against the plain definition over a sorted list; the ring grows while it is turned. */
    @Test
    void theSlopeIsThatOfTheDefinition() {
        SplittableRandom random = new SplittableRandom(5);
        List<Point> points = new ArrayList<>();
        List<Double> expected = new ArrayList<>();
        long newest = Long.MIN_VALUE;
        for (int i = 0; i < 400; i++) {
            long time = i * 100L + random.nextInt(1_000);
            newest = Math.max(newest, time);
            Point point = new Point(time, random.nextInt(100));
            watching.comes(time, point.value());
            points.add(point);
            expected.add(slope(points, newest));
        }

        List<String> left = watching.gives("regression", "window", "3s", "count", 25);

        assertThat(left).hasSize(399);
        for (int i = 0; i < 399; i++) {
            assertThat(value(left.get(i))).isCloseTo(expected.get(i + 1), within(1e-9));
        }
    }

    private static double slope(List<Point> all, long newest) {
        List<Point> in = all.stream()
                .filter(point -> point.time() > newest - 3_000)
                .sorted(Comparator.comparingLong(Point::time))
                .toList();
        in = in.subList(Math.max(0, in.size() - 25), in.size());
        double time = in.stream().mapToLong(Point::time).average().orElseThrow();
        double value = in.stream().mapToDouble(Point::value).average().orElseThrow();
        double products = in.stream()
                .mapToDouble(p -> (p.time() - time) * (p.value() - value))
                .sum();
        return 1_000
                * products
                / in.stream().mapToDouble(p -> Math.pow(p.time() - time, 2)).sum();
    }

    @Test
    void settingsThatCannotBeMeantAreRefused() {
        assertThat(ThresholdTest.problem("regression")).contains("missing", "a window, a count or both");
        assertThat(ThresholdTest.problem("regression", "count", 5, "emit", "forecast"))
                .contains("missing", "ahead");
        assertThat(ThresholdTest.problem("regression", "count", 5, "ahead", "1s"))
                .contains("ahead: conflict");
        assertThat(ThresholdTest.problem("regression", "count", 5, "emit", "residual", "per", "1s"))
                .contains("per: conflict");
    }
}
