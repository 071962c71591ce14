package io.weir.pipeline.sample;

import static io.weir.pipeline.Harness.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.pipeline.Script;
import org.junit.jupiter.api.Test;

/** The steps {@code throttle} and {@code every-nth}. */
class ThinningTest {

    private final Script script = new Script();

    @Test
    void throttlePassesAgainWhenEnoughTimeHasGoneBySinceTheLastThatPassed() {
        script.at(3_000, 1)
                .at(3_000, 2)
                .at(12_999, 3)
                .at(13_000, 4)
                .at(22_000, "text")
                .at(24_000, true);

        assertThat(script.through(step("throttle", "every", "10s")))
                .containsExactly("3000:1.0", "13000:4.0", "24000:true");
    }

    @Test
    void throttleLetsOlderOnesGoByAndIsNotSilencedByAWrongClock() {
        script.at(-1_000, 1)
                .at(-2_000, 2)
                .at(1_600_000_000_000L, 3)
                .at(0, 4)
                .at(9_999, 5)
                .at(10_000, 6);

        assertThat(script.through(step("throttle", "every", "10s")))
                .containsExactly("-1000:1.0", "1600000000000:3.0", "0:4.0", "10000:6.0");
    }

    @Test
    void everyNthCountsPerKeyWhateverTheTimes() {
        script.at(9, 0)
                .at(8, 1)
                .at(8, 2)
                .of("e", "x")
                .at(0, "a")
                .of("d", "temperature")
                .at(7, true)
                .at(-5, 4);

        assertThat(script.through(step("every-nth", "n", 3))).containsExactly("9:0.0", "0:a", "7:true");
        assertThat(script.through(step("every-nth", "n", 1))).hasSize(6);
    }

    @Test
    void aForgottenKeyBeginsAnew() {
        script.of("a", "x").at(0, 1).of("b", "x").at(1, 1).of("a", "x").at(2, 1);

        assertThat(script.through(step("every-nth", "n", 3, "max-keys", 1))).hasSize(3);
        assertThat(script.through(step("throttle", "every", "1m", "max-keys", 1)))
                .hasSize(3);
    }
}
