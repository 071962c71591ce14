package io.weir.pipeline.filter;

import static io.weir.pipeline.Harness.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.pipeline.Script;
import org.junit.jupiter.api.Test;

class EdgeTest {

    private final Script script = new Script();

    @Test
    void onlyChangesOfLevelPassAndTheFirstReadingIsNone() {
        script.at(0, true).at(1, true).at(2, false).at(3, false).at(4, true);

        assertThat(script.through(step("edge"))).containsExactly("2:false", "4:true");
    }

    @Test
    void oneDirectionIsEnough() {
        script.at(0, 0).at(1, 1).at(2, 0).at(3, 1);

        assertThat(script.through(step("edge", "direction", "rising"))).containsExactly("1:1.0", "3:1.0");
        assertThat(script.through(step("edge", "direction", "falling"))).containsExactly("2:0.0");
    }

    @Test
    void aNumberIsHighFromTheThresholdOn() {
        script.at(0, 89.9).at(1, 90).at(2, 95).at(3, 89.9);

        assertThat(script.through(step("edge", "threshold", 90))).containsExactly("1:90.0", "3:89.9");
    }

    @Test
    void textHasNoLevel() {
        script.at(0, false).at(1, "true").at(2, true);

        assertThat(script.through(step("edge"))).containsExactly("2:true");
    }

    @Test
    void anOlderReadingMovesNothing() {
        script.at(-100, false).at(-50, true).at(-60, false).at(-50, true).at(-40, false);

        assertThat(script.through(step("edge"))).containsExactly("-50:true", "-40:false");
    }

    @Test
    void aClockFiftyYearsAheadThatComesBackSilencesNothing() {
        script.at(0, false).at(1_600_000_000_000L, true).at(1_000, false).at(2_000, true);

        assertThat(script.through(step("edge"))).containsExactly("1600000000000:true", "1000:false", "2000:true");
    }

    @Test
    void aForgottenKeyBeginsAnew() {
        script.of("a", "x").at(0, false).of("b", "x").at(1, false).of("a", "x").at(2, true);

        assertThat(script.through(step("edge", "max-keys", 1))).isEmpty();
        assertThat(script.through(step("edge"))).containsExactly("2:true");
    }
}
