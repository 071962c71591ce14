package io.weir.pipeline.sample;

import static io.weir.pipeline.Harness.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.pipeline.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SwingingDoorTest {

    private final Script script = new Script();

    @Test
    void aStraightLineIsKeptByItsEnds() {
        for (int i = 0; i <= 100; i++) {
            script.at(i * 1_000L, i * 0.25);
        }

        assertThat(script.tick(10_000_000).through(step("swinging-door", "deviation", 0)))
                .containsExactly("0:0.0", "100000:25.0");
    }

    @Test
    void bendsAreKept() {
        script.at(0, 0).at(1, 0).at(2, 0).at(3, 5).at(4, 10).at(5, 10).at(6, 10).tick(10_000_000);

        assertThat(script.through(step("swinging-door", "deviation", 0.5)))
                .containsExactly("0:0.0", "2:0.0", "4:10.0", "6:10.0");
    }

    @Test
    void noiseWithinTheDeviationGoesAway() {
        script.at(0, 20).at(1, 20.2).at(2, 19.8).at(3, 20.1).at(4, 20).tick(10_000_000);

        assertThat(script.through(step("swinging-door", "deviation", 0.5))).containsExactly("0:20.0", "4:20.0");
    }

    @Test
    void nothingIsLeftOutForLongerThanMax() {
        for (int i = 0; i <= 25; i++) {
            script.at(i * 1_000L, 7);
        }

        assertThat(script.through(step("swinging-door", "deviation", 1, "max", "10s")))
                .containsExactly("0:7.0", "10000:7.0", "20000:7.0");
    }

    @Test
    void aHeldReadingComesOutWhenTheDeviceFallsSilent() {
        script.at(0, 7, 100)
                .at(1_000, 7, 1_100)
                .at(2_000, 7, 2_100)
                .tick(11_099)
                .tick(11_100)
                .at(3_000, 7, 20_000);

        assertThat(script.through(step("swinging-door", "deviation", 1, "max", "10s")))
                .containsExactly("0:7.0", "2000:7.0");
    }

    @Test
    void readingsTooNearAreDroppedWhateverTheySay() {
        script.at(0, 1).at(500, 100).at(999, 2).at(1_000, 50).at(1_500, 3).tick(10_000_000);

        assertThat(script.through(step("swinging-door", "deviation", 1, "min", "1s")))
                .containsExactly("0:1.0", "1000:50.0");
    }

    @Test
    void onlyNumbersInOrderOfTimeCount() {
        script.at(-10, 0)
                .at(-8, 0)
                .at(-8, 99)
                .at(-9, 99)
                .at(-7, "x")
                .at(-6, true)
                .at(-5, 0)
                .tick(10_000_000);

        assertThat(script.through(step("swinging-door", "deviation", 1))).containsExactly("-10:0.0", "-5:0.0");
    }

    @Test
    void aClockFiftyYearsAheadThatComesBackSilencesNothing() {
        script.at(0, 1, 0)
                .at(1_000, 1, 1_000)
                .at(1_600_000_000_000L, 1, 2_000)
                .at(3_000, 1, 3_000)
                .at(4_000, 1, 4_000);

        assertThat(script.tick(10_000_000).through(step("swinging-door", "deviation", 1)))
                .containsExactly("0:1.0", "1600000000000:1.0", "3000:1.0", "4000:1.0");
    }

    @Test
    void theLargestNumbersAreKeptNotLost() {
        double huge = Double.MAX_VALUE;
        script.at(0, huge).at(1, -huge).at(2, huge).at(3, -huge).tick(10_000_000);

        assertThat(script.through(step("swinging-door", "deviation", huge))).hasSize(4);
    }

    @Test
    void aKeyThatIsForgottenLetsGoWhatItHolds() {
        script.of("a", "x").at(0, 1).at(1, 1).of("b", "x").at(2, 1);

        assertThat(script.through(step("swinging-door", "deviation", 1, "max-keys", 1)))
                .containsExactly("0:1.0", "1:1.0", "2:1.0");
    }

    /** The promise: between two kept readings the straight line misses no dropped one by more than the deviation. */
    @Test
    void everyDroppedReadingIsWithinTheDeviationOfTheLineBetweenTheKeptOnesAroundIt() {
        int dropped = 0;
        for (int seed = 0; seed < 60; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            double deviation = new double[] {0, 0.1, 1, 5}[seed % 4];
            Script stream = new Script();
            TreeMap<Long, Double> all = new TreeMap<>();
            long time = seed % 2 == 0 ? -100_000 : 1_700_000_000_000L;
            double value = 0;
            for (int i = 0; i < 400; i++) {
                time += 1 + random.nextInt(i % 50 == 0 ? 60_000 : 900);
                value += random.nextInt(3) == 0 ? random.nextDouble() * 4 - 2 : random.nextDouble() * 0.2 - 0.1;
                all.put(time, value);
                stream.at(time, value);
            }
            Object max = List.of("5s", "1h").get(random.nextInt(2));

            List<String> kept =
                    stream.tick(time + 10_000_000).through(step("swinging-door", "deviation", deviation, "max", max));

            assertThat(worstMiss(all, kept)).as("seed %d", seed).isLessThanOrEqualTo(deviation + 1e-9);
            dropped += all.size() - kept.size();
        }
        assertThat(dropped).isGreaterThan(8_000);
    }

    private static double worstMiss(NavigableMap<Long, Double> all, List<String> kept) {
        List<Long> times = new ArrayList<>();
        kept.forEach(line -> times.add(Long.parseLong(line.substring(0, line.indexOf(':')))));
        assertThat(times).startsWith(all.firstKey()).endsWith(all.lastKey()).isSorted();
        double worst = 0;
        for (int i = 1; i < times.size(); i++) {
            long from = times.get(i - 1);
            long to = times.get(i);
            double start = value(all, from);
            double rise = value(all, to) - start;
            for (long at : all.subMap(from, to).keySet()) {
                worst = Math.max(worst, Math.abs(start + rise * (at - from) / (to - from) - value(all, at)));
            }
        }
        return worst;
    }

    private static double value(NavigableMap<Long, Double> all, long time) {
        return Objects.requireNonNull(all.get(time));
    }
}
