package io.weir.pipeline.filter;

import static io.weir.pipeline.Harness.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.pipeline.Script;
import org.junit.jupiter.api.Test;

class ChangedTest {

    private final Script script = new Script();

    @Test
    void onlyAnotherValueThanTheOneBeforePasses() {
        script.at(0, 1).at(1, 1).at(2, 2).at(3, 2).at(4, 1);

        assertThat(script.through(step("changed"))).containsExactly("0:1.0", "2:2.0", "4:1.0");
    }

    @Test
    void truthsAndTextsChangeToo() {
        script.at(0, true).at(1, true).at(2, "open").at(3, "open").at(4, "shut").at(5, 0);

        assertThat(script.through(step("changed"))).containsExactly("0:true", "2:open", "4:shut", "5:0.0");
    }

    @Test
    void zeroIsZeroWithAMinusOrWithout() {
        script.at(0, 0.0).at(1, -0.0);

        assertThat(script.through(step("changed"))).containsExactly("0:0.0");
    }

    @Test
    void timesAreNotLookedAt() {
        script.at(5_000_000_000_000L, 1).at(-7, 1).at(-7, 2).at(-9, 2);

        assertThat(script.through(step("changed"))).containsExactly("5000000000000:1.0", "-7:2.0");
    }

    @Test
    void keysAreKeptApartAndTheLeastRecentlyUsedIsForgotten() {
        script.of("a", "x").at(0, 1).of("b", "x").at(1, 1).of("a", "x").at(2, 1);
        script.of("c", "x").at(3, 1).of("a", "x").at(4, 1).of("b", "x").at(5, 1);

        assertThat(script.through(step("changed", "max-keys", 2))).containsExactly("0:1.0", "1:1.0", "3:1.0", "5:1.0");
    }
}
