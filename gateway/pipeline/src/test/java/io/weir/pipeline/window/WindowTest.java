package io.weir.pipeline.window;

import static io.weir.pipeline.Given.reading;
import static io.weir.pipeline.Harness.measured;
import static io.weir.pipeline.Harness.ticked;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.Value;
import io.weir.pipeline.Harness;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules of windows one by one; all of them together are held against {@link WindowOracle}. */
class WindowTest {

    private final List<Harness.Event> events = new ArrayList<>();

    private void comes(long timeMillis, double value) {
        events.add(measured(reading(timeMillis, value)));
    }

    private void comes(String device, String metric, long timeMillis, long arrivalMillis) {
        events.add(measured(reading(device, metric, timeMillis, new Value.Num(1), arrivalMillis)));
    }

    private void ticks(long nowMillis) {
        events.add(ticked(nowMillis));
    }

    private List<String> results(Object... keysAndValues) {
        return Brief.results(events, keysAndValues);
    }

    @Test
    void tumblingWindowFiresWhenTheWatermarkReachesItsEnd() {
        comes(0, 1);
        comes(9_999, 3);
        comes(10_000, 7);

        assertThat(results("size", "10s"))
                .containsExactly("d temperature 0-10000 [count=2.0, mean=2.0, min=1.0, max=3.0]");
    }

    @Test
    void windowsAreAlignedToTheEpochAlsoBeforeIt() {
        comes(-1, 1);
        comes(0, 1);

        assertThat(results("size", "10s", "emit", "count")).containsExactly("d temperature -10000-0 [count=1.0]");
    }

    @Test
    void slidingWindowsOverlap() {
        comes(0, 1);
        comes(5_000, 2);
        comes(10_000, 3);

        assertThat(results("size", "10s", "every", "5s", "emit", List.of("max", "count")))
                .containsExactly(
                        "d temperature -5000-5000 [max=1.0, count=1.0]", "d temperature 0-10000 [max=2.0, count=2.0]");
    }

    @Test
    void latenessHoldsTheWatermarkBack() {
        comes(0, 1);
        comes(12_000, 1);
        comes(9_000, 1);
        comes(15_000, 1);

        assertThat(results("size", "10s", "lateness", "5s", "emit", "count"))
                .containsExactly("d temperature 0-10000 [count=2.0]");
    }

    @Test
    void aReadingIsLateOnlyWhenAllItsWindowsHaveFired() {
        comes(12_000, 1);
        comes(8_000, 1);
        comes(4_999, 1);
        comes(1_000, 1);
        comes(0, 1);

        assertThat(results("size", "10s", "every", "5s", "emit", "count", "late", true))
                .containsExactly("late 4999", "late 1000", "late 0");
    }

    @Test
    void lateReadingsAreOnlyCountedWhenTheStreamIsNotAskedFor() {
        comes(20_000, 1);
        comes(0, 1);

        assertThat(results("size", "10s")).isEmpty();
    }

    @Test
    void firedWindowAcceptsReadingsForTheAllowedLatenessAndFiresAgain() {
        comes(0, 1);
        comes(10_000, 1);
        comes(1_000, 3);
        comes(2_000, 5);
        comes(15_000, 1);
        comes(3_000, 1);

        assertThat(results("size", "10s", "allowed-lateness", "5s", "emit", List.of("count", "max"), "late", true))
                .containsExactly(
                        "d temperature 0-10000 [count=1.0, max=1.0]",
                        "d temperature 0-10000 [count=2.0, max=3.0] u1",
                        "d temperature 0-10000 [count=3.0, max=5.0] u2",
                        "late 3000");
    }

    @Test
    void aWindowThatWasEmptyWhenItWasDueFiresForTheFirstTimeWithoutUpdate() {
        comes(10_000, 1);
        comes(1_000, 3);

        assertThat(results("size", "10s", "allowed-lateness", "5s", "emit", "count"))
                .containsExactly("d temperature 0-10000 [count=1.0]");
    }

    @Test
    void aDeviceThatFellSilentHasItsWindowsClosed() {
        comes("a", "x", 3_000, 103_000);
        comes("b", "x", 3_000, 130_000);
        ticks(162_999);
        ticks(163_000);
        comes("a", "x", 4_000, 164_000);
        comes("a", "x", 10_000, 164_000);

        assertThat(results("size", "10s", "emit", "count", "late", true))
                .containsExactly("a x 0-10000 [count=1.0]", "late 4000");
    }

    @Test
    void oneDeviceNeitherDelaysNorDiscardsTheDataOfAnother() {
        comes("fast", "x", 50_000, 50_000);
        comes("slow", "x", 1_000, 50_000);
        comes("slow", "x", 10_000, 50_000);

        assertThat(results("size", "10s", "emit", "count", "late", true)).containsExactly("slow x 0-10000 [count=1.0]");
    }

    @Test
    void metricsOfADeviceShareItsWatermark() {
        comes("d", "x", 1_000, 1_000);
        comes("d", "y", 2_000, 2_000);
        comes("d", "y", 10_000, 10_000);

        assertThat(results("size", "10s", "emit", "count"))
                .containsExactly("d x 0-10000 [count=1.0]", "d y 0-10000 [count=1.0]");
    }

    @Test
    void aWindowOverAllDevicesWaitsForTheSlowestThatIsHeard() {
        comes("a", "x", 1_000, 1_000);
        comes("b", "x", 2_000, 2_000);
        comes("a", "x", 30_000, 30_000);
        comes("b", "x", 9_999, 31_000);
        comes("b", "x", 10_000, 32_000);

        assertThat(results("size", "10s", "by", "metric", "emit", "count"))
                .containsExactly(" x 0-10000 [count=3.0]".strip());
    }

    @Test
    void aWindowOverAllDevicesDoesNotWaitForOneThatFellSilent() {
        comes("a", "x", 1_000, 1_000);
        comes("b", "x", 2_000, 2_000);
        comes("a", "x", 61_999, 61_999);
        comes("a", "x", 62_000, 62_000);

        assertThat(results("size", "10s", "by", List.of(), "emit", "count")).containsExactly("0-10000 [count=2.0]");
    }

    @Test
    void aClockFarAheadDoesNotMoveTheWatermark() {
        comes("d", "x", 1_000, 1_000);
        comes("d", "x", 1_000 + 3_600_001, 1_000);
        comes("d", "x", 2_000, 2_000);
        comes("d", "x", 10_000, 10_000);

        assertThat(results("size", "10s", "emit", "count", "late", true)).containsExactly("d x 0-10000 [count=2.0]");
    }

    @Test
    void aDeviceWhoseClockIsAlwaysFarAheadStillGetsResultsMarkedPartial() {
        long ahead = 7_200_000;
        comes("d", "x", ahead + 1_000, 1_000);
        comes("d", "x", ahead + 11_000, 11_000);
        ticks(61_000);

        assertThat(results("size", "10s", "emit", "count"))
                .containsExactly("d x 7200000-7210000 [count=1.0] partial", "d x 7210000-7220000 [count=1.0] partial");
    }

    @Test
    void trueCountsAsOneAndTextIsFiltered() {
        events.add(measured(reading("d", "door", 0, new Value.Bool(true), 0)));
        events.add(measured(reading("d", "door", 1, new Value.Bool(false), 1)));
        events.add(measured(reading("d", "door", 2, new Value.Text("open"), 2)));
        events.add(measured(reading("d", "door", 10_000, new Value.Bool(false), 10_000)));

        assertThat(results("size", "10s", "emit", List.of("count", "mean")))
                .containsExactly("d door 0-10000 [count=2.0, mean=0.5]");
    }

    @Test
    void theLeastRecentlyUsedKeyEmitsBeforeItIsForgotten() {
        comes("a", "x", 1_000, 1_000);
        comes("b", "x", 1_000, 1_000);
        comes("a", "x", 2_000, 2_000);
        comes("c", "x", 2_000, 2_000);

        assertThat(results("size", "10s", "emit", "count", "max-keys", 2))
                .containsExactly("b x 0-10000 [count=1.0] partial");
    }

    @Test
    void aFigureThatIsNotFiniteIsLeftOut() {
        comes(0, Double.MAX_VALUE);
        comes(1, Double.MAX_VALUE);
        comes(10_000, 0);

        assertThat(results("size", "10s", "emit", List.of("count", "mean")))
                .containsExactly("d temperature 0-10000 [count=2.0]");
    }

    @Test
    void timesAtTheEndsOfTimeDoNoHarm() {
        for (long time : new long[] {Long.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE + 1, 1L << 56, -(1L << 56)}) {
            comes("d", "x", time, 0);
        }
        comes("d", "x", 0, 0);
        comes("d", "x", 10_000, 10_000);

        assertThat(results("size", "10s", "emit", "count")).containsExactly("d x 0-10000 [count=1.0]");
    }

    @Test
    void whatWasGivenOutPartialIsNotInLaterWindowsAgain() {
        comes("d", "x", 100_000, 100_000);
        comes("d", "x", 116_500, 100_000);
        ticks(160_000);
        comes("d", "x", 120_500, 161_000);
        comes("d", "x", 121_000, 162_000);

        assertThat(results("size", "20s", "every", "1s", "allowed-lateness", "1h", "max-ahead", "15s", "emit", "count"))
                .contains("d x 101000-121000 [count=1.0] partial")
                .endsWith("d x 101000-121000 [count=1.0]");
    }

    @Test
    void silenceIsNoticedAlsoAfterTheGatewaysClockWasSetBack() {
        comes("a", "x", 1_000, 100_000_000);
        comes("b", "x", 1_000, 50_000);
        ticks(110_000);

        assertThat(results("size", "10s", "emit", "count"))
                .containsExactly("a x 0-10000 [count=1.0]", "b x 0-10000 [count=1.0]");
    }

    @Test
    void silenceIsNoticedAlsoWhenTheClockWasSetBackAndNothingCameSince() {
        comes("a", "x", 1_000, 100_000_000);
        ticks(50_000);
        ticks(109_999);
        int before = events.size();
        ticks(110_000);

        assertThat(results("size", "10s", "emit", "count")).containsExactly("a x 0-10000 [count=1.0]");
        events.remove(before);
        assertThat(results("size", "10s", "emit", "count")).isEmpty();
    }
}
