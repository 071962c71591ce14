package io.weir.pipeline.filter;

import static io.weir.pipeline.Harness.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.pipeline.Script;
import java.util.List;
import org.junit.jupiter.api.Test;

class DebounceTest {

    private final Script script = new Script();

    private List<String> passed(Object... more) {
        Object[] keys = new Object[more.length + 2];
        keys[0] = "for";
        keys[1] = "50ms";
        System.arraycopy(more, 0, keys, 2, more.length);
        return script.through(step("debounce", keys));
    }

    @Test
    void aBouncingContactGivesOneEdgeAtItsOwnTime() {
        script.at(0, false)
                .at(1_000, true)
                .at(1_003, false)
                .at(1_007, true)
                .at(1_009, false)
                .at(1_012, true);
        script.tick(1_061).tick(1_062);

        assertThat(passed()).containsExactly("0:false", "1012:true");
    }

    @Test
    void aPulseThatIsTooShortIsNotSeenAtAll() {
        script.at(0, false)
                .tick(50)
                .at(1_000, true)
                .at(1_020, false)
                .tick(1_100)
                .at(2_000, false);

        assertThat(passed()).containsExactly("0:false");
    }

    @Test
    void aNextEdgeShowsThatTheValueHadBeenThereLongEnough() {
        script.at(0, false).at(50, true).at(99, false).at(149, true).at(199, false);

        assertThat(passed()).containsExactly("0:false", "149:true");
    }

    @Test
    void sampledValueThatStaysPassesOnceWithTheTimeItBegan() {
        script.at(0, 7).at(20, 7).at(40, 7).at(60, 7).at(80, 7).at(200, 7);

        assertThat(passed()).containsExactly("0:7.0");
    }

    @Test
    void textsWorkToo() {
        script.at(0, "open").at(100, "shut").at(110, "open").at(120, "shut").tick(200);

        assertThat(passed()).containsExactly("0:open", "120:shut");
    }

    @Test
    void anOlderReadingIsFilteredAndDisturbsNothing() {
        script.at(1_000, true)
                .at(990, false)
                .at(1_049, true)
                .at(1_050, true)
                .at(1_045, false)
                .tick(2_000);

        assertThat(passed()).containsExactly("1000:true");
    }

    @Test
    void sameTimeIsNoTimeGoneBy() {
        script.at(10, true).at(10, false).at(10, true).tick(60);

        assertThat(passed()).containsExactly("10:true");
    }

    @Test
    void timesBefore1970Work() {
        script.at(-1_000, true).at(-960, false).at(-900, false);

        assertThat(passed()).containsExactly("-960:false");
    }

    @Test
    void aClockFiftyYearsAheadThatComesBackSilencesNothing() {
        script.at(1_000, true, 1_000).at(1_600_000_000_000L, false, 2_000).at(3_000, true, 3_000);
        script.at(4_000, false, 4_000).at(5_000, false, 5_000);

        assertThat(passed()).containsExactly("1000:true", "1600000000000:false", "3000:true", "4000:false");
    }

    @Test
    void theGatewaysClockSetBackDoesNotHoldAnEdge() {
        script.at(0, true, 1_000_000)
                .of("e", "x")
                .at(1, true, 500_000)
                .tick(500_049)
                .tick(500_050);

        assertThat(passed()).containsExactly("0:true", "1:true");
    }

    @Test
    void aKeyThatIsForgottenLetsGoWhatItHolds() {
        script.of("a", "x").at(0, true).of("b", "x").at(1, true).of("c", "x").at(2, true);

        assertThat(passed("max-keys", 2)).containsExactly("0:true");
    }

    @Test
    void keysThatAreDueAtOnceComeByName() {
        script.of("b", "x")
                .at(0, true)
                .of("a", "y")
                .at(0, true)
                .of("a", "x")
                .at(0, true)
                .tick(50);

        assertThat(script.fully(step("debounce", "for", "50ms")))
                .containsExactly("a/x 0:true GOOD", "a/y 0:true GOOD", "b/x 0:true GOOD");
    }
}
