package io.weir.pipeline.sample;

import static io.weir.pipeline.Harness.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.pipeline.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LttbTest {

    private final Script script = new Script();

    @Test
    void peaksAndTheEndsAreWhatPasses() {
        double[] values = {0, 0, 0, 0, 9, 0, 0, 0, -9, 0, 0, 0};
        IntStream.range(0, values.length).forEach(i -> script.at(i * 1_000L, values[i]));
        script.tick(10_000_000);

        assertThat(script.through(step("lttb", "points", 4, "every", "12s")))
                .containsExactly("0:0.0", "4000:9.0", "8000:-9.0", "11000:0.0");
    }

    /** Over whole series, against the paper's three buckets written plainly. */
    @Test
    void givesWhatThePaperGivesWithBucketsOfTime() {
        for (int seed = 0; seed < 30; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Script stream = new Script();
            List<List<double[]>> slices = new ArrayList<>();
            long time = -20_000;
            long last = Long.MIN_VALUE;
            for (int i = 0; i < 200; i++) {
                time += 1 + random.nextInt(random.nextInt(20) == 0 ? 9_000 : 500);
                double value = random.nextInt(100);
                stream.at(time, value);
                long slice = Math.floorDiv(time, 2_000);
                if (slice != last) {
                    slices.add(new ArrayList<>());
                    last = slice;
                }
                slices.get(slices.size() - 1).add(new double[] {time, value});
            }

            assertThat(stream.tick(10_000_000).through(step("lttb", "points", 5, "every", "10s")))
                    .as("seed %d", seed)
                    .isEqualTo(oracle(slices));
        }
    }

    private static List<String> oracle(List<List<double[]>> slices) {
        List<String> passed = new ArrayList<>();
        double[] before = slices.get(0).get(0);
        passed.add(line(before));
        for (int s = 1; s < slices.size() - 1; s++) {
            List<double[]> next = slices.get(s + 1);
            double x = next.stream().mapToDouble(p -> p[0]).average().orElseThrow();
            double y = next.stream().mapToDouble(p -> p[1]).average().orElseThrow();
            double[] best = slices.get(s).get(0);
            for (double[] point : slices.get(s)) {
                if (area(before, point, x, y) > area(before, best, x, y) + 1e-6) {
                    best = point;
                }
            }
            before = best;
            passed.add(line(best));
        }
        List<double[]> end = slices.get(slices.size() - 1);
        passed.add(line(end.get(end.size() - 1)));
        return passed;
    }

    private static double area(double[] a, double[] b, double x, double y) {
        return Math.abs((a[0] - x) * (b[1] - a[1]) - (a[0] - b[0]) * (y - a[1])) / 2;
    }

    private static String line(double[] point) {
        return (long) point[0] + ":" + point[1];
    }

    @Test
    void orderWithinASliceDoesNotMatterAndOlderOnesAreLate() {
        script.at(0, 0)
                .at(1_900, 1)
                .at(1_100, 9)
                .at(1_500, 2)
                .at(2_100, 0)
                .at(1_200, 99)
                .at(3_100, 0)
                .tick(10_000_000);

        assertThat(script.through(step("lttb", "points", 10, "every", "10s")))
                .containsExactly("0:0.0", "1100:9.0", "2100:0.0", "3100:0.0");
    }

    @Test
    void onlyNumbersMakeTriangles() {
        script.at(0, 0).at(1, true).at(2, "x").tick(10_000_000);

        assertThat(script.through(step("lttb", "points", 10, "every", "10s"))).containsExactly("0:0.0");
    }

    @Test
    void aSliceThatFillsUpEndsEarlyAndNothingMoreIsHeld() {
        for (int i = 0; i < 100; i++) {
            script.at(i, i % 10);
        }

        assertThat(script.tick(10_000_000).through(step("lttb", "points", 1, "every", "10s", "max-held", 20)))
                .hasSize(10);
    }

    @Test
    void aClockFiftyYearsAheadThatComesBackSilencesNothing() {
        script.at(0, 1, 0)
                .at(1_600_000_000_000L, 2, 1)
                .at(3_000, 3, 2)
                .at(5_000, 4, 3)
                .tick(10_000_000);

        assertThat(script.through(step("lttb", "points", 10, "every", "10s")))
                .containsExactly("0:1.0", "1600000000000:2.0", "3000:3.0", "5000:4.0");
    }

    @Test
    void aKeyThatIsForgottenLetsGoWhatItHolds() {
        script.of("a", "x").at(0, 1).at(1, 5).at(1_000, 2).of("b", "x").at(2, 1);

        assertThat(script.through(step("lttb", "points", 10, "every", "10s", "max-keys", 1)))
                .containsExactly("0:1.0", "1000:2.0");
    }
}
