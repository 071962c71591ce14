package io.weir.sim.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sliding windows of 2 s every 1 s, worked out by hand. */
class WindowOracleTest {
    private static final WindowRule STRICT =
            new WindowRule(Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ZERO, Duration.ofHours(1));
    private static final WindowRule PATIENT =
            new WindowRule(Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofHours(1));

    @Test
    void putsEveryReadingIntoEveryWindowItBelongsTo() {
        List<WindowResult> fired = fired(STRICT, at(500, 1), at(1500, 3), at(4000, 9));

        assertThat(fired)
                .containsExactly(
                        window(-1000, 1000, 1, 1, 1, 1), window(0, 2000, 2, 2, 1, 3), window(1000, 3000, 1, 3, 3, 3));
    }

    @Test
    void countsTheStartInAndTheEndOut() {
        List<WindowResult> fired = fired(STRICT, at(1000, 5), at(3000, 7), at(9000, 0));

        assertThat(fired)
                .contains(window(0, 2000, 1, 5, 5, 5), window(1000, 3000, 1, 5, 5, 5), window(3000, 5000, 1, 7, 7, 7));
    }

    @Test
    void firesOnlyWhenTheNewestReadingIsPastTheEnd() {
        assertThat(fired(STRICT, at(0, 1), at(1999, 2))).containsExactly(window(-1000, 1000, 1, 1, 1, 1));
        assertThat(fired(STRICT, at(0, 1), at(2000, 2)))
                .containsExactly(window(-1000, 1000, 1, 1, 1, 1), window(0, 2000, 1, 1, 1, 1));
    }

    @Test
    void waitsForTheLateness() {
        assertThat(fired(PATIENT, at(0, 1), at(1999, 2))).isEmpty();
        assertThat(fired(PATIENT, at(0, 1), at(1999, 2), at(500, 4), at(2000, 8)))
                .containsExactly(window(-1000, 1000, 2, 2.5, 1, 4));
    }

    @Test
    void leavesALateReadingOutOfTheWindowsThatHaveFiredOnly() {
        WindowOracle.Answer answer = WindowOracle.of(List.of(at(0, 1), at(2500, 2), at(1500, 4), at(4000, 8)), STRICT);

        assertThat(answer.fired())
                .containsExactly(
                        window(-1000, 1000, 1, 1, 1, 1),
                        window(0, 2000, 1, 1, 1, 1),
                        window(1000, 3000, 2, 3, 2, 4),
                        window(2000, 4000, 1, 2, 2, 2));
        assertThat(answer.late()).isZero();
    }

    @Test
    void countsAReadingThatIsTooLateForEveryWindow() {
        assertThat(WindowOracle.of(List.of(at(5000, 1), at(100, 2)), STRICT).late())
                .isEqualTo(1);
    }

    @Test
    void keepsMetricsApartUnderOneWatermark() {
        Point other = new Point("other", 4000, 50);

        assertThat(fired(STRICT, at(0, 1), other))
                .containsExactly(window(-1000, 1000, 1, 1, 1, 1), window(0, 2000, 1, 1, 1, 1));
    }

    @Test
    void closesEverythingBeforeAReadingThatIsFarEnoughAhead() {
        Point newest = at(7400, 1);
        Point closing = at(7400 + PATIENT.closingAhead().toMillis(), 2);

        assertThat(fired(PATIENT, newest, closing))
                .contains(window(6000, 8000, 1, 1, 1, 1), window(7000, 9000, 1, 1, 1, 1));
    }

    private static List<WindowResult> fired(WindowRule rule, Point... readings) {
        return WindowOracle.of(List.of(readings), rule).fired();
    }

    private static Point at(long millis, double value) {
        return new Point("m", millis, value);
    }

    private static WindowResult window(long from, long to, long count, double mean, double min, double max) {
        return new WindowResult("m", from, to, count, mean, min, max);
    }
}
