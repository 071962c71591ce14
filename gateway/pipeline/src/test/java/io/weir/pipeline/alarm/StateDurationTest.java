package io.weir.pipeline.alarm;

import static io.weir.pipeline.Harness.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.Value;
import io.weir.pipeline.Given;
import io.weir.pipeline.Pipelines;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StateDurationTest {

    private static final long DAY = 86_400_000;

    private final Watching watching = new Watching();

    @Test
    void aChangeTellsHowLongTheStateBeforeLasted() {
        watching.comes(0, "idle").comes(1_000, "idle").comes(2_500, "busy").comes(2_600, "idle");

        assertThat(watching.gives("state-duration"))
                .containsExactly("d t.duration 2500 2.5 s", "d t.duration 2600 0.1 s");
    }

    @Test
    void onlyTheStateThatIsAskedForIsTold() {
        watching.comes(0, true).comes(1_000, false).comes(3_000, true).comes(7_000, false);

        assertThat(watching.gives("state-duration", "of", true, "as", "open"))
                .containsExactly("d open 1000 1.0 s", "d open 7000 4.0 s");
        assertThat(watching.gives("state-duration", "of", "false")).containsExactly("d t.duration 3000 2.0 s");
    }

    @Test
    void aNumberIsAStateOfItsOwnAndMinusZeroIsZero() {
        watching.comes(0, 3).comes(1_000, 0.0).comes(2_000, -0.0).comes(4_000, 3);

        assertThat(watching.gives("state-duration", "of", 0)).containsExactly("d t.duration 4000 3.0 s");
    }

    @Test
    void withALimitTheStateIsWhetherItIsBeyond() {
        watching.comes(0, 91)
                .comes(1_000, 88)
                .comes(2_000, "x")
                .comes(3_000, 85)
                .comes(9_000, 88)
                .comes(10_000, 99);

        assertThat(watching.gives("state-duration", "above", 90, "clear", 85))
                .containsExactly("d t.duration 3000 3.0 s", "d t.duration 10000 7.0 s");
    }

    @Test
    void whileItLastsTheLengthSoFarIsUncertain() {
        watching.comes(0, true)
                .comes(4_000, true)
                .comes(5_000, true)
                .comes(6_000, true)
                .comes(11_000, true);
        watching.ticks(DAY).comes(12_000, false).comes(13_000, false);

        assertThat(watching.gives("state-duration", "every", "5s"))
                .containsExactly(
                        "d t.duration 5000 5.0 s ?", "d t.duration 11000 11.0 s ?", "d t.duration 12000 12.0 s");
    }

    @Test
    void readingsOutOfOrderAndRepeatedOnesChangeNothing() {
        watching.comes(1_000, true)
                .comes(500, false)
                .comes(1_000, true)
                .comes(3_000, false)
                .comes(3_000, false);

        assertThat(watching.gives("state-duration")).containsExactly("d t.duration 3000 2.0 s");
    }

    @Test
    void timesMayBeNegative() {
        watching.comes(-3_000, true).comes(-1_000, false).comes(1_000, true);

        assertThat(watching.gives("state-duration"))
                .containsExactly("d t.duration -1000 2.0 s", "d t.duration 1000 2.0 s");
    }

    @Test
    void whenTheClockFallsBackWhatIsKnownIsToldAndAllBeginsAnew() {
        long ahead = 50 * 365 * DAY;
        watching.comes(1_000, 1).comes(ahead, 1, 2_000).comes(3_000, 1).comes(5_000, 2);

        assertThat(watching.gives("state-duration"))
                .containsExactly(
                        "d t.duration " + ahead + " " + (ahead - 1_000) / 1000.0 + " s ?", "d t.duration 5000 2.0 s");
    }

    @Test
    void aKeyThatMakesRoomAndAStepThatGoesTellWhatIsKnown() {
        watching.comes("a", 0, new Value.Bool(true)).comes("a", 2_000, new Value.Bool(true));
        watching.comes("b", 5_000, new Value.Bool(true));
        assertThat(watching.gives("state-duration", "max-keys", 1)).containsExactly("a t.duration 2000 2.0 s ?");

        List<String> left = new ArrayList<>();
        Pipelines pipelines = Pipelines.of(
                List.of(Given.pipeline("p", step("state-duration"))), (stream, item) -> left.add(Watching.brief(item)));
        pipelines.onReading("field", "", Given.reading("d", "t", 0, 1));
        pipelines.onReading("field", "", Given.reading("d", "t", 4_000, 1));
        pipelines.switchTo(List.of());
        assertThat(left).containsExactly("d t.duration 4000 4.0 s ?");
    }

    @Test
    void settingsThatCannotBeMeantAreRefused() {
        assertThat(ThresholdTest.problem("state-duration", "margin", 1)).contains("margin: missing", "above or below");
        assertThat(ThresholdTest.problem("state-duration", "above", 1, "of", "open"))
                .contains("of: conflict");
    }
}
