package io.weir.pipeline.bench;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.Reading;
import io.weir.pipeline.PipelineSpec;
import io.weir.pipeline.Pipelines;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What the state of windows takes: memory of a key beside the estimate of {@code weir check}, and how long a checkpoint of
 * it stops the core thread. Every device has filled its windows.
 *
 * <pre>
 * StateBench [DEVICES]
 * </pre>
 */
public final class StateBench {

    private static final PrintStream OUT = System.out;
    private static final int ROUNDS = 9;

    private static final List<Map<String, ?>> WINDOWS = List.of(
            Map.of("size", "60s", "every", "10s"),
            Map.of("size", "60s", "every", "1s"),
            Map.of("size", "600s", "every", "1s"),
            Map.of("size", "60s", "every", "10s", "emit", List.of("p95")),
            Map.of("gap", "10s"));

    private StateBench() {}

    public static void main(String[] arguments) {
        int devices = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_700;
        OUT.printf(
                "%-45s %9s %12s %12s %10s %12s %12s%n",
                "window", "devices", "B per key", "estimated", "ratio", "snapshot ms", "snapshot KB");
        for (Map<String, ?> window : WINDOWS) {
            measure(window, devices);
        }
    }

    private static void measure(Map<String, ?> window, int devices) {
        PipelineSpec spec = Configured.pipeline(Map.of("window", window));
        List<Pipelines> all = new ArrayList<>(); // the first ones, with what is loaded once, stay alive meanwhile
        long perKey = 0;
        for (int i = 0; i < 3; i++) {
            long before = usedBytes();
            all.add(filled(spec, devices));
            perKey = (usedBytes() - before) / devices;
        }
        Pipelines pipelines = all.get(0);
        long estimated = Pipelines.estimate(List.of(spec)).get(0).perKey().bytes();
        long[] nanos = new long[ROUNDS];
        BinaryWriter state = new BinaryWriter(1 << 20);
        for (int i = 0; i < ROUNDS; i++) {
            state.clear();
            long began = System.nanoTime();
            pipelines.snapshot(state);
            nanos[i] = System.nanoTime() - began;
        }
        Arrays.sort(nanos);
        OUT.printf(
                "%-45s %,9d %,12d %,12d %10.2f %12.1f %,12d%n",
                window,
                devices,
                perKey,
                estimated,
                (double) perKey / estimated,
                nanos[ROUNDS / 2] / 1e6,
                state.length() / 1_000);
        Pipelines.of(List.of(spec), (stream, item) -> {}).restore(new BinaryReader(state.view(0)));
    }

    /** Eleven minutes of a reading a second. */
    private static Pipelines filled(PipelineSpec spec, int devices) {
        Pipelines pipelines = Pipelines.of(List.of(spec), (stream, item) -> {});
        Fleet fleet = new Fleet(devices, 1);
        Reading[] readings = new Reading[devices * 10];
        for (int i = 0; i < 66; i++) {
            fleet.next(readings);
            for (Reading reading : readings) {
                pipelines.onReading("field", "", reading);
            }
        }
        return pipelines;
    }

    private static long usedBytes() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
