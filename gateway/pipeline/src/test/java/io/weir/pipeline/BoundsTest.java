package io.weir.pipeline;

import static io.weir.pipeline.Given.pipeline;
import static io.weir.pipeline.Given.reading;
import static io.weir.pipeline.Harness.step;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.weir.device.BinaryWriter;
import io.weir.device.Reading;
import io.weir.device.Value;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Promise P5 in the pipelines: whatever devices do, state stays bounded, and busy operators make no garbage. */
class BoundsTest {

    private final List<String> output = new ArrayList<>();

    private static int stateBytes(Pipelines pipelines) {
        BinaryWriter state = new BinaryWriter(64);
        pipelines.snapshot(state);
        return state.length();
    }

    private Pipelines pipelines(PipelineSpec spec) {
        return Pipelines.of(List.of(spec), (stream, item) -> output.add(stream + " " + item));
    }

    @Test
    void aLongStreamWithAllowedLatenessKeepsNoMoreThanItNeeds() {
        Pipelines pipelines =
                pipelines(pipeline("p", step("window", "size", "10s", "every", "1s", "allowed-lateness", "20s")));
        for (int i = 0; i < 1_000; i++) {
            pipelines.onReading("field", "", reading(i * 1_000L, 1));
        }
        int early = stateBytes(pipelines);

        for (int i = 1_000; i < 20_000; i++) {
            pipelines.onReading("field", "", reading(i * 1_000L, 1));
        }

        assertThat(stateBytes(pipelines)).isLessThan(early + 100);
    }

    @Test
    void aMillionDeviceNamesKeepOnlyAsManyAsAllowed() {
        Pipelines pipelines = pipelines(pipeline("p", step("window", "size", "10s", "max-keys", 100)));
        for (int i = 0; i < 50_000; i++) {
            pipelines.onReading("field", "", reading("device" + i, "x", i, 1));
        }

        assertThat(pipelines.states())
                .singleElement()
                .satisfies(state -> assertThat(state.keys()).isEqualTo(100));
        assertThat(output).hasSize(49_900);
        assertThat(stateBytes(pipelines)).isLessThan(20_000);
    }

    @Test
    void aMillionDeviceNamesInOneWindowKeepOnlyAsManyClocksAsAllowed() {
        Pipelines pipelines = pipelines(pipeline("p", step("window", "size", "10s", "by", List.of(), "max-keys", 100)));
        for (int i = 0; i < 50_000; i++) {
            pipelines.onReading("field", "", reading("device" + i, "x", i, 1));
        }

        assertThat(stateBytes(pipelines)).isLessThan(5_000);
    }

    @Test
    void aDeviceThatRunsFarAheadForeverStaysBoundedAndLosesNothing() {
        Pipelines pipelines = pipelines(pipeline("p", step("window", "size", "1s", "idle", "1h", "emit", "count")));
        long ahead = 50L * 365 * 86_400_000;
        for (int i = 0; i < 10_000; i++) {
            pipelines.onReading("field", "", reading("d", "x", ahead + i * 1_000L, new Value.Num(1), i * 100L));
        }

        assertThat(stateBytes(pipelines)).isLessThan(5_000);

        pipelines.onTick(10_000_000);

        assertThat(output).hasSize(10_000).allMatch(line -> line.contains("partial=true"));
    }

    @Test
    void aReadingOfTheRightTimeIsNotLateAfterManyFarAhead() {
        Pipelines pipelines = pipelines(pipeline("p", step("window", "size", "1s", "late", true, "emit", "count")));
        for (int i = 0; i < 1_000; i++) {
            pipelines.onReading("field", "", reading("d", "x", 10_000_000_000L + i * 1_000L, new Value.Num(1), i));
        }
        output.clear();

        pipelines.onReading("field", "", reading("d", "x", 2_000, new Value.Num(1), 2_000));
        pipelines.onReading("field", "", reading("d", "x", 3_000, new Value.Num(1), 3_000));

        assertThat(output).singleElement().asString().contains("toMillis=3000").contains("partial=false");
    }

    @Test
    void aDeviceWhoseClockStandsStillCannotHoldEveryWindowOpenForever() {
        Pipelines pipelines = pipelines(pipeline("p", step("window", "size", "1s", "by", "metric", "emit", "count")));
        for (int i = 0; i < 10_000; i++) {
            pipelines.onReading("field", "", reading("stuck", "x", 0, new Value.Num(1), i * 1_000L));
            pipelines.onReading("field", "", reading("fine", "x", i * 1_000L, new Value.Num(1), i * 1_000L));
        }

        assertThat(stateBytes(pipelines)).isLessThan(5_000);
        assertThat(output).hasSizeGreaterThan(9_900).allMatch(line -> line.contains("partial=false"));
    }

    /** Readings are made beforehand; the first rounds let classes load and rings grow. */
    @Test
    void readingsInTheMidstOfAWindowAllocateNothing() {
        Pipelines pipelines = Pipelines.of(
                List.of(
                        pipeline("w", step("window", "size", "60s", "every", "1s")),
                        pipeline("a", step("window", "size", "60s", "every", "10s", "by", "metric")),
                        pipeline("d", step("range", "max", 1_000), step("deadband", "abs", 100))),
                (stream, item) -> {});
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            readings.add(reading("device" + i % 100, "m" + i % 3, 1_000_000 + i / 2_000, i % 7));
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        run(pipelines, readings);
        run(pipelines, readings);
        long before = threads.getCurrentThreadAllocatedBytes();

        run(pipelines, readings);

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(2_000);
    }

    private static void run(Pipelines pipelines, List<Reading> readings) {
        for (int i = 0; i < readings.size(); i++) {
            pipelines.onReading("field", "", readings.get(i));
        }
    }
}
