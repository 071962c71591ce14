package io.weir.pipeline.bench;

import io.weir.device.Reading;
import io.weir.pipeline.Pipelines;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Each kind of step by itself, over a hundred devices with ten readings a second. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 10)
@Measurement(iterations = 10)
@Fork(1)
public class StepBench {

    private static final int READINGS = 200_000;

    /** By the name of the parameter: settings as a file writes them. */
    private static final Map<String, Map<String, ?>> STEPS = Map.ofEntries(
            Map.entry("none", Map.of()),
            Map.entry("range", Map.of("range", Map.of("min", 0, "max", 100))),
            Map.entry("where", Map.of("where", "value > 21 && device != \"d5\"")),
            Map.entry("map", Map.of("map", "value * 1.8 + 32")),
            Map.entry("deadband", Map.of("deadband", Map.of("abs", 0.5))),
            Map.entry("threshold", Map.of("threshold", Map.of("above", 25, "clear", 22))),
            Map.entry("zscore", Map.of("zscore", Map.of("window", 60, "above", 3))),
            Map.entry("session", Map.of("window", Map.of("gap", "5s"))),
            Map.entry("count", Map.of("window", Map.of("count", 100, "every", 10))),
            Map.entry("p95", Map.of("window", Map.of("size", "60s", "every", "10s", "emit", List.of("p95")))));

    @Param({"none", "range", "where", "map", "deadband", "threshold", "zscore", "session", "count", "p95"})
    public String step;

    private final Reading[] readings = new Reading[READINGS];
    private final Fleet fleet = new Fleet(100, 10);
    private Pipelines pipelines;
    private long results;

    @Setup(Level.Trial)
    @SuppressWarnings({"unchecked", "rawtypes"})
    public void open() {
        List<Map<String, ?>> steps = new ArrayList<>();
        if (!STEPS.get(step).isEmpty()) {
            steps.add(STEPS.get(step));
        }
        pipelines = Pipelines.of(
                List.of(Configured.pipeline(steps.toArray(new Map[0]))), (stream, item) -> results++);
    }

    @Setup(Level.Invocation)
    public void measure() {
        fleet.next(readings);
    }

    /** One operation is one reading. */
    @Benchmark
    @OperationsPerInvocation(READINGS)
    public long readings(Allocation allocation) {
        allocation.begin();
        for (Reading reading : readings) {
            pipelines.onReading("field", "", reading);
        }
        allocation.end(READINGS);
        return results;
    }
}
