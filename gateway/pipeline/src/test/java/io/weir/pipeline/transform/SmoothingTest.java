package io.weir.pipeline.transform;

import static io.weir.pipeline.Harness.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.pipeline.Script;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The steps {@code ema}, {@code median} and {@code hampel}. */
class SmoothingTest {

    private final Script script = new Script();

    @Test
    void ofAnAverageAThirdIsLeftAfterTau() {
        script.at(-10_000, 100).at(0, 0).at(0, 50).at(5_000, 0);

        List<String> passed = script.through(step("ema", "tau", "10s"));

        assertThat(passed).startsWith("-10000:100.0", "0:" + 100 * StrictMath.exp(-1), "0:" + 100 * StrictMath.exp(-1));
        assertThat(Double.parseDouble(passed.get(3).substring(5)))
                .isCloseTo(100 * Math.exp(-1.5), org.assertj.core.data.Offset.offset(1e-12));
    }

    @Test
    void anAverageForgetsNothingByOlderReadingsOrThoseThatAreNoNumbers() {
        script.at(1_000, 1).at(500, 100).at(1_000, "x").at(1_000, true).at(2_000, 1);

        assertThat(script.through(step("ema", "tau", "10s"))).containsExactly("1000:1.0", "2000:1.0");
    }

    @Test
    void anAverageBeginsAnewWhenTheClockWasSetBack() {
        script.at(0, 1).at(1_600_000_000_000L, 2).at(0, 7).at(0, 8);

        assertThat(script.through(step("ema", "tau", "10s")))
                .containsExactly("0:1.0", "1600000000000:2.0", "0:7.0", "0:7.0");
    }

    @Test
    void anAverageOfTheLargestNumbersIsFinite() {
        script.at(0, Double.MAX_VALUE)
                .at(1, -Double.MAX_VALUE)
                .at(100, -Double.MAX_VALUE)
                .at(Long.MAX_VALUE, 1);

        assertThat(script.through(step("ema", "tau", "10ms"))).hasSize(4).last().isEqualTo("9223372036854775807:1.0");
    }

    @Test
    void medianIsTheMiddleOfTheLastOnes() {
        script.at(0, 5).at(1, 1).at(2, 9).at(3, 100).at(4, "x").at(4, 2).at(-7, 3);

        assertThat(script.through(step("median", "n", 3)))
                .containsExactly("0:5.0", "1:3.0", "2:5.0", "3:9.0", "4:9.0", "-7:3.0");
    }

    @Test
    void medianOfTheLargestAndTheSmallestNumbersIsRight() {
        script.at(0, Double.MAX_VALUE).at(1, Double.MAX_VALUE);
        script.of("e", "x").at(0, Double.MIN_VALUE).at(1, Double.MIN_VALUE);

        assertThat(script.through(step("median", "n", 2)))
                .containsExactly("0:1.7976931348623157E308", "1:1.7976931348623157E308", "0:4.9E-324", "1:4.9E-324");
    }

    @Test
    void hampelPutsTheMedianInPlaceOfAnOutlier() {
        script.at(0, 20.1)
                .at(1, 20.3)
                .at(2, 19.9)
                .at(3, 85)
                .at(4, 20.2)
                .at(5, 20)
                .at(6, -40);

        assertThat(script.through(step("hampel", "window", 7, "k", 3)))
                .containsExactly("0:20.1", "1:20.3", "2:19.9", "3:20.200000000000003", "4:20.2", "5:20.0", "6:20.1");
        assertThat(script.through(step("hampel", "window", 7, "else", "drop")))
                .containsExactly("0:20.1", "1:20.3", "2:19.9", "4:20.2", "5:20.0");
    }

    @Test
    void hampelKnowsAFloorForSensorsThatRepeatThemselves() {
        script.at(0, 20).at(1, 20).at(2, 20).at(3, 20.5).at(4, 30);

        assertThat(script.through(step("hampel", "window", 5, "else", "drop"))).hasSize(3);
        assertThat(script.through(step("hampel", "window", 5, "else", "drop", "floor", 1)))
                .containsExactly("0:20.0", "1:20.0", "2:20.0", "3:20.5");
    }

    @Test
    void hampelIsAboutNumbersAndNotAboutTimes() {
        script.at(9, 1)
                .at(8, "x")
                .at(7, true)
                .at(1_600_000_000_000L, 1)
                .at(-5, 1)
                .at(-5, 9);

        assertThat(script.through(step("hampel", "window", 3, "k", 3)))
                .containsExactly("9:1.0", "1600000000000:1.0", "-5:1.0", "-5:1.0");
    }

    @Test
    void forgottenKeysBeginAnew() {
        script.of("a", "x").at(0, 1).of("b", "x").at(1, 1).of("a", "x").at(2, 3);

        assertThat(script.through(step("median", "n", 3, "max-keys", 1))).containsExactly("0:1.0", "1:1.0", "2:3.0");
        assertThat(script.through(step("ema", "tau", "1s", "max-keys", 1))).containsExactly("0:1.0", "1:1.0", "2:3.0");
        assertThat(script.through(step("hampel", "window", 3, "max-keys", 1))).hasSize(3);
    }

    /** Against lists that are sorted for each reading. */
    @Test
    void givesWhatSortedListsGive() {
        for (int seed = 0; seed < 30; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int window = 3 + random.nextInt(9);
            Script stream = new Script();
            List<Double> all = new ArrayList<>();
            List<String> medians = new ArrayList<>();
            List<String> kept = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                double value = random.nextInt(12) == 0 ? random.nextInt(2_000) - 1_000 : random.nextInt(40) / 4.0;
                stream.at(i, value);
                all.add(value);
                List<Double> last = all.subList(Math.max(0, all.size() - window), all.size());
                double median = median(last);
                double mad =
                        median(last.stream().map(one -> Math.abs(one - median)).toList());
                medians.add(i + ":" + median);
                if (last.size() < 3 || Math.abs(value - median) <= 2.5 * 1.4826 * mad) {
                    kept.add(i + ":" + value);
                }
            }

            assertThat(stream.through(step("median", "n", window)))
                    .as("seed %d", seed)
                    .isEqualTo(medians);
            assertThat(stream.through(step("hampel", "window", window, "k", 2.5, "else", "drop")))
                    .as("seed %d", seed)
                    .isEqualTo(kept);
        }
    }

    private static double median(List<Double> numbers) {
        List<Double> sorted = new ArrayList<>(numbers);
        Collections.sort(sorted);
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
