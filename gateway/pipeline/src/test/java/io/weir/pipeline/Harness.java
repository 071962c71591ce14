package io.weir.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.Reading;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Runs a pipeline over events in every way that must make no difference: one after the other, all
 * at once without looking in between, and saved and restored between every two. Holds the counts against their equations after every event, and after all fell silent that nothing is
 * kept any more.
 */
public final class Harness {

    /** Something that happens to a pipeline. */
    public sealed interface Event {
        record Measured(Reading reading) implements Event {}

        record Ticked(long nowMillis) implements Event {}

        /** The gateway's clock shows this much more from now on. */
        record ClockSet(long byMillis) implements Event {}
    }

    /** What left, as text: stream and record. */
    private final List<String> output = new ArrayList<>();

    private final List<PipelineSpec> specs;
    private final boolean restoring;
    private final boolean looking;
    private Pipelines pipelines;
    private long in;
    private long answered;
    private long outByCount;

    private Harness(PipelineSpec spec, boolean restoring, boolean looking) {
        this.specs = List.of(spec);
        this.restoring = restoring;
        this.looking = looking;
        this.pipelines = Pipelines.of(specs, (stream, item) -> output.add(stream + " " + item));
    }

    public static Event measured(Reading reading) {
        return new Event.Measured(reading);
    }

    public static Event ticked(long nowMillis) {
        return new Event.Ticked(nowMillis);
    }

    public static Event clockSet(long byMillis) {
        return new Event.ClockSet(byMillis);
    }

    /** The output of a pipeline with these steps over these events, in every way the same. */
    public static List<String> run(PipelineSpec spec, List<Event> events) {
        List<String> oneByOne = new Harness(spec, false, true).runAll(events);
        List<String> atOnce = new Harness(spec, false, false).runAll(events);
        List<String> restored = new Harness(spec, true, true).runAll(events);
        assertThat(atOnce).as("all at once").isEqualTo(oneByOne);
        assertThat(restored).as("restored between every two events").isEqualTo(oneByOne);
        return oneByOne;
    }

    public static List<String> run(PipelineSpec spec, Event... events) {
        return run(spec, List.of(events));
    }

    private List<String> runAll(List<Event> events) {
        for (Event event : events) {
            if (event instanceof Event.Measured measured) {
                pipelines.onReading("field", "", measured.reading());
            } else if (event instanceof Event.Ticked ticked) {
                pipelines.onTick(ticked.nowMillis());
            } else if (event instanceof Event.ClockSet set) {
                pipelines.onClock(set.byMillis());
            }
            if (looking) {
                checkCounts();
            }
            if (restoring) {
                restore();
            }
        }
        checkCounts();
        List<String> result = List.copyOf(output);
        fallSilent();
        return result;
    }

    private void restore() {
        BinaryWriter state = new BinaryWriter(64);
        pipelines.snapshot(state);
        pipelines = Pipelines.of(specs, (stream, item) -> output.add(stream + " " + item));
        List<StepState> states = pipelines.restore(new BinaryReader(ByteBuffer.wrap(state.toByteArray())));
        assertThat(states).allMatch(StepState::kept);
        BinaryWriter again = new BinaryWriter(64);
        pipelines.snapshot(again);
        assertThat(again.toByteArray()).isEqualTo(state.toByteArray());
    }

    private void checkCounts() {
        for (Tally tally : pipelines.drain()) {
            in += tally.in();
            long filtered = tally.filtered().values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            answered += tally.passed() + filtered + tally.aggregated() + tally.late();
            outByCount += tally.out();
        }
        long held =
                pipelines.held().values().stream().mapToLong(Long::longValue).sum();
        assertThat(in).as("in = passed + filtered + aggregated + late + held").isEqualTo(answered + held);
        assertThat(outByCount).as("out is what left").isEqualTo(output.size());
    }

    /** Ticks until nothing is due; then nothing may be open. */
    private void fallSilent() {
        int ticks = 0;
        for (OptionalLong due = pipelines.nextDeadlineMillis(); due.isPresent(); due = pipelines.nextDeadlineMillis()) {
            pipelines.onTick(due.getAsLong());
            checkCounts();
            assertThat(ticks++).as("ticks until silence").isLessThan(100_000);
        }
        assertThat(pipelines.isIdle()).as("state is empty at the end").isTrue();
    }

    /** Steps are written this way in tests: {@code step("window", "size", "1m")}. */
    public static Map<?, ?> step(String kind, Object... keysAndValues) {
        Map<String, Object> keys = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            keys.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return Map.of(kind, keys);
    }
}
