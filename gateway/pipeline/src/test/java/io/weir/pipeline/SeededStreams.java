package io.weir.pipeline;

import static io.weir.pipeline.Harness.measured;
import static io.weir.pipeline.Harness.step;
import static io.weir.pipeline.Harness.ticked;

import io.weir.device.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Windows and streams made of a seed: disorder, late readings, negative times, silence and wrong clocks. */
public final class SeededStreams {

    private static final String[][] SHAPES = {
        {"10s", "10s"}, {"10s", "2500ms"}, {"7s", "3s"}, {"20s", "1s"}, {"60s", "2s"}, {"1s", "1s"}, {"5s", "4s"}
    };

    private SeededStreams() {}

    /** One window of any kind. */
    public static PipelineSpec pipeline(SplittableRandom random) {
        String[] shape = SHAPES[random.nextInt(SHAPES.length)];
        Map<?, ?> window = step(
                "window",
                "size",
                shape[0],
                "every",
                shape[1],
                "by",
                List.of(List.of("device", "metric"), List.of("device"), List.of("metric"), List.of())
                        .get(random.nextInt(4)),
                "lateness",
                List.of("0s", "2s", "5s").get(random.nextInt(3)),
                "allowed-lateness",
                List.of("0s", "0s", "1500ms", "12s").get(random.nextInt(4)),
                "idle",
                List.of("20s", "1m").get(random.nextInt(2)),
                "max-ahead",
                List.of("15s", "1h").get(random.nextInt(2)),
                "late",
                true);
        return Given.pipeline("p", window);
    }

    /** Even seeds begin before 1970. Values are multiples of 1/8, so that no order of adding shows. */
    public static List<Harness.Event> events(SplittableRandom random, long seed) {
        List<Harness.Event> events = new ArrayList<>();
        long now = seed % 2 == 0 ? -50_000 : 1_000_000;
        int devices = 1 + random.nextInt(4);
        long[] skew = IntStream.range(0, devices)
                .mapToLong(i -> random.nextInt(5) == 0 ? random.nextInt(40_000) - 20_000 : 0)
                .toArray();
        int count = 20 + random.nextInt(180);
        for (int i = 0; i < count; i++) {
            int chance = random.nextInt(100);
            now += chance < 3 ? random.nextInt(90_000) : random.nextInt(1_500);
            if (chance > 92) {
                events.add(ticked(now));
                continue;
            }
            int device = random.nextInt(devices);
            long time = now + skew[device] - (random.nextInt(3) == 0 ? random.nextInt(12_000) : 0);
            if (chance == 50) {
                time += 10_000 + random.nextInt(60_000);
            }
            Value value = new Value.Num((random.nextInt(2_000) - 1_000) / 8.0);
            events.add(measured(Given.reading("d" + device, "m" + random.nextInt(2), time, value, now)));
        }
        return events;
    }
}
