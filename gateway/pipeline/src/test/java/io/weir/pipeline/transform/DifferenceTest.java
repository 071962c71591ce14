package io.weir.pipeline.transform;

import static io.weir.pipeline.Harness.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.pipeline.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The steps {@code rate}, {@code delta} and {@code counter}. */
class DifferenceTest {

    private final Script script = new Script();

    @Test
    void aDeltaIsTheDifferenceFromTheOneBefore() {
        script.at(0, 5).at(1, 7).at(2, 4).at(3, "x").at(4, true).at(5, 4);

        assertThat(script.through(step("delta"))).containsExactly("1:2.0", "2:-3.0", "5:0.0");
    }

    @Test
    void aCounterThatGotSmallerBeganAgainFromZero() {
        script.at(0, 5).at(1, 7).at(2, 3).at(3, -1).at(4, 10);

        assertThat(script.through(step("delta", "counter", true))).containsExactly("1:2.0", "2:3.0", "4:7.0");
        assertThat(script.through(step("counter"))).containsExactly("0:5.0", "1:7.0", "2:10.0", "4:17.0");
    }

    @Test
    void aRateIsPerTimeThatWentBy() {
        script.in("l").at(-1_000, 10).at(1_000, 20).at(61_000, 50);

        assertThat(script.fully(step("rate", "per", "1s")))
                .containsExactly("d/temperature 1000:5.0 l/s GOOD", "d/temperature 61000:0.5 l/s GOOD");
        assertThat(script.fully(step("rate", "per", "1m")))
                .containsExactly("d/temperature 1000:300.0 l/min GOOD", "d/temperature 61000:30.0 l/min GOOD");
    }

    @Test
    void aRateOfNoUnitOrOfATooLongOneHasNone() {
        script.at(0, 0)
                .at(1_000, 1)
                .in("u".repeat(62))
                .at(2_000, 2)
                .in("u".repeat(61))
                .at(3_000, 3);

        assertThat(script.fully(step("rate")))
                .containsExactly(
                        "d/temperature 1000:1.0 GOOD",
                        "d/temperature 2000:1.0 GOOD",
                        "d/temperature 3000:1.0 " + "u".repeat(61) + "/s GOOD");
    }

    @ParameterizedTest
    @CsvSource({"1, /ms", "1000, /s", "30000, /(30.s)", "60000, /min", "3600000, /h", "86400000, /d", "1500, /(1500.ms)"
    })
    void aRatesUnitIsUcum(long perMillis, String suffix) {
        assertThat(RateProvider.suffix(perMillis)).isEqualTo(suffix);
    }

    @Test
    void ratesOfACounterSurviveItsRestart() {
        script.at(0, 100).at(10_000, 200).at(20_000, 50);

        assertThat(script.through(step("rate", "per", "1s", "counter", true)))
                .containsExactly("10000:10.0", "20000:5.0");
    }

    @Test
    void whatIsOldOrTwiceIsFilteredAndNothingIsLost() {
        script.at(0, 0).at(10_000, 10).at(10_000, 99).at(5_000, 99).at(20_000, 30);

        assertThat(script.through(step("rate"))).containsExactly("10000:1.0", "20000:2.0");
        assertThat(script.through(step("delta"))).containsExactly("10000:10.0", "20000:20.0");
        assertThat(script.through(step("counter"))).containsExactly("0:0.0", "10000:10.0", "20000:30.0");
    }

    @Test
    void aClockFiftyYearsAheadThatComesBackSilencesNothing() {
        script.at(0, 0).at(1_600_000_000_000L, 16).at(1_000, 17).at(2_000, 18);

        assertThat(script.through(step("rate"))).containsExactly("1600000000000:1.0E-8", "2000:1.0");
        assertThat(script.through(step("delta"))).containsExactly("1600000000000:16.0", "2000:1.0");
        assertThat(script.through(step("counter")))
                .containsExactly("0:0.0", "1600000000000:16.0", "1000:17.0", "2000:18.0");
    }

    @Test
    void yesterdaysBacklogBetweenLiveReadingsIsNoRestart() {
        long day = 86_400_000;
        script.at(day, 1_000, day)
                .at(0, 900, day + 1)
                .at(day + 10, 1_001, day + 10)
                .at(5, 901, day + 11);
        script.at(day + 20, 1_002, day + 20);

        assertThat(script.through(step("counter")))
                .containsExactly("86400000:1000.0", "86400010:1001.0", "86400020:1002.0");
        assertThat(script.through(step("delta"))).containsExactly("86400010:1.0", "86400020:1.0");
    }

    @Test
    void aClockThatWasSetBackIsBelievedOnceNothingNewerCameForAnHour() {
        script.at(100_000_000, 1, 100_000_000).at(50_000_000, 2, 100_000_001).at(50_001_000, 3, 103_600_000);
        script.at(50_002_000, 4, 103_601_000);

        assertThat(script.through(step("delta"))).containsExactly("50002000:1.0");
    }

    @Test
    void whatIsNotFiniteDoesNotPass() {
        script.at(0, -Double.MAX_VALUE)
                .at(1, Double.MAX_VALUE)
                .at(2, Double.MAX_VALUE)
                .at(3, 0)
                .at(4, Double.MAX_VALUE);

        assertThat(script.through(step("delta")))
                .containsExactly("2:0.0", "3:-1.7976931348623157E308", "4:1.7976931348623157E308");
        assertThat(script.through(step("rate", "per", "1h"))).containsExactly("2:0.0");
        assertThat(script.through(step("counter"))).hasSize(3);
    }

    @Test
    void forgottenKeysBeginAnew() {
        script.of("a", "x").at(0, 1).of("b", "x").at(1, 1).of("a", "x").at(2, 3);

        assertThat(script.through(step("delta", "max-keys", 1))).isEmpty();
        assertThat(script.through(step("rate", "max-keys", 1))).isEmpty();
        assertThat(script.through(step("counter", "max-keys", 1))).containsExactly("0:1.0", "1:1.0", "2:3.0");
    }

    @Test
    void aSampledRateAsInTheModelWorks() {
        script.at(0, 0).at(10_000, 5).at(29_000, 24).at(31_000, 30).at(61_000, 60);

        assertThat(script.through(
                        step("rate", "per", "1s", "counter", true), step("sample", "every", "30s", "keep", "last")))
                .containsExactly("29000:1.0", "31000:3.0");
    }

    /** A device that counts, restarts now and then, and sends some readings twice or out of order; whole numbers are exact. */
    @Test
    void theTotalIsWhatWasCountedBetweenTheReadingsThatCame() {
        for (int seed = 0; seed < 40; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Script stream = new Script();
            List<String> expected = new ArrayList<>();
            List<String> deltas = new ArrayList<>();
            long shown = 0;
            long total = 0;
            for (int i = 0; i < 300; i++) {
                long time = i * 1_000L;
                long step = 1L + random.nextInt(50);
                boolean restarts = random.nextInt(15) == 0 && step < shown;
                shown = restarts ? step : shown + step;
                total += step;
                stream.at(time, (double) shown);
                expected.add(time + ":" + (double) total);
                if (i > 0) {
                    deltas.add(time + ":" + (double) step);
                }
                if (random.nextInt(5) == 0) {
                    stream.at(time - random.nextInt(3) * 1_000L, (double) random.nextInt(1_000));
                }
            }

            assertThat(stream.through(step("counter"))).as("seed %d", seed).isEqualTo(expected);
            assertThat(stream.through(step("delta", "counter", true)))
                    .as("seed %d", seed)
                    .isEqualTo(deltas);
        }
    }
}
