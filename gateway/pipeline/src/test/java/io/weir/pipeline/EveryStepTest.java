package io.weir.pipeline;

import static io.weir.pipeline.Harness.step;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.DeviceId;
import io.weir.device.MalformedBytesException;
import io.weir.device.Quality;
import io.weir.device.Reading;
import io.weir.device.TimeQuality;
import io.weir.device.Value;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What must hold of every step but windows and expressions, whatever comes. */
class EveryStepTest {

    private static final List<Map<?, ?>> STEPS = List.of(
            step("range", "min", -50, "max", 50, "else", "clamp"),
            step("select", "devices", "d*", "metrics", "m1", "drop", true),
            step("deadband", "abs", 5, "heartbeat", "20s", "max-keys", 3),
            step("changed", "max-keys", 3),
            step("debounce", "for", "3s", "max-keys", 3),
            step("edge", "threshold", 0, "max-keys", 3),
            step("dedup", "by", List.of("device", "value"), "within", "10s", "max-keys", 20),
            step("sample", "every", "5s", "keep", "first", "max-keys", 3),
            step("sample", "every", "5s", "keep", "last", "idle", "2s", "max-keys", 3),
            step("sample", "every", "5s", "keep", "mean", "max-keys", 3),
            step("sample", "every", "3s", "keep", "min", "idle", "1s"),
            step("sample", "every", "3s", "keep", "max"),
            step("throttle", "every", "2s", "max-keys", 3),
            step("every-nth", "n", 3, "max-keys", 3),
            step("reservoir", "k", 2, "every", "5s", "max-keys", 3),
            step("swinging-door", "deviation", 5, "max", "20s", "max-keys", 3),
            step("swinging-door", "deviation", 1, "min", "1s"),
            step("lttb", "points", 3, "every", "10s", "max-held", 6, "max-keys", 3),
            step("rename", "device", "{device}-{metric}", "metrics", Map.of("m0", "m1")),
            step("convert", "to", "Cel", "assume", "[degF]", "else", "pass"),
            step("ema", "tau", "10s", "max-keys", 3),
            step("median", "n", 4, "max-keys", 3),
            step("hampel", "window", 5, "max-keys", 3),
            step("rate", "per", "1m", "max-keys", 3),
            step("delta", "counter", true, "max-keys", 3),
            step("counter", "max-keys", 3),
            step("lookup", "table", Map.of("d1", Map.of("scale", 2)), "missing", "drop"),
            step("threshold", "above", 20, "below", -20, "margin", 1, "for", "2s", "max-keys", 3),
            step("state-duration", "every", "10s", "max-keys", 3),
            step("zscore", "window", 5, "above", 2, "emit", "rest", "max-keys", 3),
            step("regression", "window", "10s", "count", 8, "emit", "residual", "max-keys", 3),
            step("anomaly", "trees", 5, "sample", 32, "emit", "score", "max-keys", 3));

    static Stream<Map<?, ?>> steps() {
        return STEPS.stream();
    }

    /** Disorder, repeats, silence, wrong clocks, years before 1970, all kinds of values, and more keys than are allowed. */
    static List<Harness.Event> chaos(SplittableRandom random, int count) {
        List<Harness.Event> events = new ArrayList<>();
        long now = random.nextBoolean() ? -50_000 : 1_700_000_000_000L;
        int era = 1;
        for (int i = 0; i < count; i++) {
            int chance = random.nextInt(100);
            now += chance < 3 ? random.nextInt(200_000) : random.nextInt(1_500);
            if (chance == 3) {
                now -= random.nextInt(100_000_000);
            } else if (chance == 4) {
                long by = random.nextLong(-100_000_000, 100_000_000);
                events.add(Harness.clockSet(by));
                now += by;
                era++;
            } else if (chance > 92) {
                events.add(Harness.ticked(now));
                continue;
            }
            events.add(Harness.measured(reading(random, now, era)));
        }
        return events;
    }

    private static Reading reading(SplittableRandom random, long now, int era) {
        long time = switch (random.nextInt(40)) {
            case 0 -> now + 50L * 365 * 86_400_000;
            case 1 -> now - random.nextInt(10_000_000);
            case 2 -> random.nextBoolean() ? Long.MIN_VALUE : Long.MAX_VALUE;
            case 3, 4, 5, 6, 7, 8 -> now - random.nextInt(8_000);
            default -> now;
        };
        Value value = switch (random.nextInt(20)) {
            case 0 -> new Value.Text("t" + random.nextInt(3));
            case 1 -> new Value.Bool(random.nextBoolean());
            case 2 -> new Value.Num(random.nextBoolean() ? Double.MAX_VALUE : -Double.MAX_VALUE);
            default -> new Value.Num((random.nextInt(400) - 200) / 4.0);
        };
        TimeQuality stamp =
                new TimeQuality(era % 2 == 0 ? TimeQuality.Origin.PROVISIONAL : TimeQuality.Origin.GATEWAY, era);
        return new Reading(
                new DeviceId("d" + random.nextInt(5)),
                "m" + random.nextInt(2),
                time,
                value,
                List.of("", "Cel", "K", "bar").get(random.nextInt(4)),
                List.of(Quality.GOOD, Quality.UNCERTAIN, Quality.BAD).get(random.nextInt(3)),
                now,
                List.of(TimeQuality.DEVICE, new TimeQuality(TimeQuality.Origin.UNCHECKED, era), stamp)
                        .get(random.nextInt(3)));
    }

    @ParameterizedTest
    @MethodSource("steps")
    void givesTheSameHoweverItIsRunAndAnswersEveryReadingOnce(Map<?, ?> step) {
        for (int seed = 0; seed < 6; seed++) {
            Harness.run(Given.pipeline("p", step), chaos(new SplittableRandom(seed), 250));
        }
    }

    @Test
    void stepsCanStandInAnyOrderAlsoAroundAWindow() {
        for (int seed = 0; seed < 80; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<Map<?, ?>> chain = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                chain.add(STEPS.get(random.nextInt(STEPS.size())));
            }
            if (seed % 2 == 0) {
                chain.add(random.nextInt(4), step("window", "size", "10s", "every", "5s"));
            }

            Harness.run(Given.pipeline("p", chain.toArray(Map<?, ?>[]::new)), chaos(random, 150));
        }
    }

    @ParameterizedTest
    @MethodSource("steps")
    void aDamagedStateIsRefusedOrGoneOnWithButNeverAnAccident(Map<?, ?> step) {
        PipelineSpec spec = Given.pipeline("p", step);
        SplittableRandom random = new SplittableRandom(1);
        List<Harness.Event> events = chaos(random, 60);
        byte[] whole = stateAfter(spec, events);
        StepSpec only = spec.steps().get(0);
        int header = 20 + only.id().length() + Checkpoint.fingerprint(only).length();

        for (int i = 0; i < 200; i++) {
            byte[] damaged = whole.clone();
            for (int hits = random.nextInt(4); hits >= 0 && damaged.length > header; hits--) {
                damaged[random.nextInt(header, damaged.length)] = (byte) random.nextInt(256);
            }
            Pipelines pipelines = Pipelines.of(List.of(spec), (stream, item) -> {});
            try {
                pipelines.restore(new BinaryReader(ByteBuffer.wrap(damaged)));
                run(pipelines, events);
            } catch (MalformedBytesException e) {
                assertThat(e).hasMessageNotContaining("null");
            }
        }
    }

    private static byte[] stateAfter(PipelineSpec spec, List<Harness.Event> events) {
        Pipelines pipelines = Pipelines.of(List.of(spec), (stream, item) -> {});
        run(pipelines, events);
        BinaryWriter state = new BinaryWriter(64);
        pipelines.snapshot(state);
        return state.toByteArray();
    }

    private static void run(Pipelines pipelines, List<Harness.Event> events) {
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i) instanceof Harness.Event.Measured measured) {
                pipelines.onReading("field", "", measured.reading());
            } else if (events.get(i) instanceof Harness.Event.Ticked ticked) {
                pipelines.onTick(ticked.nowMillis());
            } else if (events.get(i) instanceof Harness.Event.ClockSet set) {
                pipelines.onClock(set.byMillis());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("steps")
    void everNewDeviceNamesKeepNoMoreThanAreAllowed(Map<?, ?> step) {
        PipelineSpec spec = Given.pipeline("p", step);
        List<Harness.Event> few = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            few.add(Harness.measured(Given.reading("device" + i, "m0", i, i)));
        }
        int keys = spec.steps().get(0).settings().has("max-keys")
                ? (int) spec.steps().get(0).settings().whole("max-keys")
                : 0;

        assertThat(stateAfter(spec, few).length).isLessThan(200 + 300 * keys);
    }

    /** The first rounds let classes load and tables grow; passing on what was changed is not without cost, so these are others. */
    @Test
    void readingsThatEndInAStepOrPassUnchangedAllocateNothing() {
        List<PipelineSpec> specs = new ArrayList<>();
        for (String kind : List.of("changed", "edge")) {
            specs.add(Given.pipeline("p" + specs.size(), step(kind)));
        }
        specs.add(Given.pipeline("a", step("throttle", "every", "1s")));
        specs.add(Given.pipeline("b", step("every-nth", "n", 3)));
        specs.add(Given.pipeline("c", step("dedup", "within", "10m")));
        specs.add(Given.pipeline("d", step("sample", "every", "10s", "keep", "last")));
        specs.add(Given.pipeline("e", step("swinging-door", "deviation", 1)));
        specs.add(Given.pipeline("f", step("select", "metrics", "m*"), step("hampel", "window", 7, "floor", 100)));
        List<Harness.Event> events = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            events.add(Harness.measured(Given.reading("device" + i % 100, "m" + i % 3, i / 300 * 500L, i % 7)));
        }
        Pipelines pipelines = Pipelines.of(specs, (stream, item) -> {});
        run(pipelines, events);
        run(pipelines, events);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();

        run(pipelines, events);

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(2_000);
    }
}
