package io.weir.pipeline.alarm;

import static io.weir.pipeline.Harness.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.Value;
import io.weir.pipeline.Given;
import io.weir.pipeline.PipelineSpec;
import io.weir.pipeline.Pipelines;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThresholdTest {

    private static final long DAY = 86_400_000;

    private final Watching watching = new Watching();

    @Test
    void anAlarmIsRaisedBeyondTheLimitAndClearedWhereItClears() {
        watching.comes(0, 89)
                .comes(1, 91)
                .comes(2, 95)
                .comes(3, 88)
                .comes(4, 92)
                .comes(5, 85)
                .comes(6, 89);

        assertThat(watching.gives("threshold", "above", 90, "clear", 85))
                .containsExactly("d t.alarm 1 true", "d t.alarm 5 false");
    }

    @Test
    void withoutHysteresisTheLimitItselfIsQuiet() {
        watching.comes(0, 91).comes(1, 90).comes(2, 90).comes(3, 90.5);

        assertThat(watching.gives("threshold", "above", 90))
                .containsExactly("d t.alarm 0 true", "d t.alarm 1 false", "d t.alarm 3 true");
    }

    @Test
    void aLimitBelowIsTheMirrorImage() {
        watching.comes(0, 5).comes(1, 4).comes(2, 6).comes(3, 7);

        assertThat(watching.gives("threshold", "below", 5, "clear", 7))
                .containsExactly("d t.alarm 1 true", "d t.alarm 3 false");
    }

    @Test
    void ofTwoLimitsEitherRaisesAndBothMustBeClearedByTheMargin() {
        watching.comes(0, 31)
                .comes(1, 29.5)
                .comes(2, 5)
                .comes(3, 10.5)
                .comes(4, 11)
                .comes(5, 9);

        assertThat(watching.gives("threshold", "above", 30, "below", 10, "margin", 1))
                .containsExactly("d t.alarm 0 true", "d t.alarm 4 false", "d t.alarm 5 true");
    }

    @Test
    void theAlarmWaitsUntilTheValueStayedBeyondForThatLong() {
        watching.comes(0, 91).comes(9_999, 91).comes(10_000, 91).comes(11_000, 91);

        assertThat(watching.gives("threshold", "above", 90, "for", "10s")).containsExactly("d t.alarm 10000 true");
    }

    @Test
    void aDipToTheLimitBeginsTheWaitAnew() {
        watching.comes(0, 91)
                .comes(5_000, 90)
                .comes(6_000, 91)
                .comes(12_000, 91)
                .comes(16_000, 91);

        assertThat(watching.gives("threshold", "above", 90, "clear", 80, "for", "10s"))
                .containsExactly("d t.alarm 16000 true");
    }

    @Test
    void silenceNeitherRaisesNorClears() {
        watching.comes(0, 91).ticks(DAY).comes(1_000, 91).ticks(2 * DAY);

        assertThat(watching.gives("threshold", "above", 90, "for", "10s")).isEmpty();
    }

    @Test
    void readingsOutOfOrderDoNotMakeItFlap() {
        watching.comes(10_000, 91)
                .comes(9_000, 20)
                .comes(11_000, 92)
                .comes(10_500, 20)
                .comes(9_000, 20);
        watching.comes(12_000, 20).comes(11_500, 99);

        assertThat(watching.gives("threshold", "above", 90))
                .containsExactly("d t.alarm 10000 true", "d t.alarm 12000 false");
    }

    @Test
    void anOldValueDoesNotBeginTheWait() {
        watching.comes(10_000, 20).comes(1_000, 91).comes(11_500, 91).comes(20_000, 91);

        assertThat(watching.gives("threshold", "above", 90, "for", "10s")).isEmpty();
    }

    @Test
    void theSameReadingTwiceChangesNothing() {
        watching.comes(0, 91).comes(0, 91).comes(1, 20).comes(1, 20);

        assertThat(watching.gives("threshold", "above", 90)).containsExactly("d t.alarm 0 true", "d t.alarm 1 false");
    }

    @Test
    void aDoorIsANumberAndATextIsNone() {
        watching.comes(0, false).comes(1, true).comes(2, "open").comes(3, true).comes(4, false);

        assertThat(watching.gives("threshold", "above", 0.5, "as", "{metric}.open"))
                .containsExactly("d t.open 1 true", "d t.open 4 false");
    }

    @Test
    void timesBefore1970AreTimesLikeOthers() {
        watching.comes(-20_000, 91).comes(-10_000, 91).comes(-5_000, 1);

        assertThat(watching.gives("threshold", "above", 90, "for", "10s"))
                .containsExactly("d t.alarm -10000 true", "d t.alarm -5000 false");
    }

    @Test
    void aClockThatOnceRanFiftyYearsAheadDoesNotSilenceTheAlarm() {
        watching.comes(1_000, 20)
                .comes(50 * 365 * DAY, 20, 2_000)
                .comes(3_000, 91)
                .comes(4_000, 91);

        assertThat(watching.gives("threshold", "above", 90, "for", "1s")).containsExactly("d t.alarm 4000 true");
    }

    @Test
    void aDeviceWhoseClockFellBackIsHeardAgainAfterAnHour() {
        long now = 100 * DAY;
        watching.comes(now, 20).comes(0, 91, now + 1_000).comes(1_000, 91, now + 3_600_001);

        assertThat(watching.gives("threshold", "above", 90)).containsExactly("d t.alarm 1000 true");
    }

    @Test
    void theGatewaysOwnClockDoesNotMatter() {
        watching.comes(5 * DAY, 91, 0).comes(5 * DAY + 1, 91, 50 * 365 * DAY).comes(5 * DAY - 1, 20, 1);
        watching.comes(5 * DAY + 2, 20, -7);

        assertThat(watching.gives("threshold", "above", 90))
                .containsExactly("d t.alarm 432000000 true", "d t.alarm 432000002 false");
    }

    @Test
    void timesAtTheEndsOfTimeDoNotOverflow() {
        watching.comes(Long.MIN_VALUE, 91, 0).comes(Long.MAX_VALUE, 91, 0).comes(0, 20, 0);

        assertThat(watching.gives("threshold", "above", 90, "for", "10s"))
                .containsExactly("d t.alarm 9223372036854775807 true", "d t.alarm 0 false");
    }

    @Test
    void anAlarmThatMustMakeRoomIsClearedAsUncertain() {
        watching.comes("a", 0, new Value.Num(91)).comes("b", 1, new Value.Num(20));
        watching.comes("c", 2, new Value.Num(91)).comes("d", 3, new Value.Num(20));

        assertThat(watching.gives("threshold", "above", 90, "max-keys", 1))
                .containsExactly("a t.alarm 0 true", "a t.alarm 0 false ?", "c t.alarm 2 true", "c t.alarm 2 false ?");
    }

    @Test
    void aStandingAlarmKeepsStandingUnderNewLimitsAndIsClearedWhenTheStepGoesAway() {
        List<String> left = new ArrayList<>();
        Pipelines pipelines = Pipelines.of(List.of(above(90)), (stream, item) -> left.add(Watching.brief(item)));
        pipelines.onReading("field", "", Given.reading("d", "t", 0, 91));

        pipelines = pipelines.switchTo(List.of(above(50))).pipelines();
        pipelines.onReading("field", "", Given.reading("d", "t", 1, 60));
        assertThat(left).containsExactly("d t.alarm 0 true");
        pipelines.switchTo(List.of());

        assertThat(left).containsExactly("d t.alarm 0 true", "d t.alarm 1 false ?");
    }

    private static PipelineSpec above(double limit) {
        return Given.pipeline("p", step("threshold", "above", limit));
    }

    @Test
    void limitsThatContradictEachOtherAreRefused() {
        assertThat(problem("threshold")).contains("missing", "above, below or both");
        assertThat(problem("threshold", "above", 1, "below", 2)).contains("below: conflict", "every value");
        assertThat(problem("threshold", "above", 1, "clear", 2)).contains("clear (2.0) is greater than above (1.0)");
        assertThat(problem("threshold", "below", 1, "clear", 0)).contains("clear (0.0) is less than below (1.0)");
        assertThat(problem("threshold", "above", 2, "below", 1, "clear", 1)).contains("margin instead of clear");
        assertThat(problem("threshold", "above", 2, "below", 1, "margin", 1)).contains("leaves no value");
        assertThat(problem("threshold", "above", 2, "clear", 1, "margin", 1)).contains("not both");
    }

    static String problem(String kind, Object... keysAndValues) {
        List<String> problems = new ArrayList<>();
        Given.pipeline("p", problems, step(kind, keysAndValues));
        assertThat(problems).hasSize(1);
        return problems.get(0);
    }
}
