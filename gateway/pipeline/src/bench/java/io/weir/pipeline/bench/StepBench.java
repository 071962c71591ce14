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
            Map.entry("select", Map.of("select", Map.of("metrics", "temp*"))),
            Map.entry("where", Map.of("where", "value > 21 && device != \"d5\"")),
            Map.entry("map", Map.of("map", "value * 1.8 + 32")),
            Map.entry("convert", Map.of("convert", Map.of("to", "[degF]"))),
            Map.entry("rename", Map.of("rename", Map.of("metrics", Map.of("temperature", "t")))),
            Map.entry("changed", Map.of("changed", Map.of())),
            Map.entry("deadband", Map.of("deadband", Map.of("abs", 0.5))),
            Map.entry("debounce", Map.of("debounce", Map.of("for", "2s"))),
            Map.entry("edge", Map.of("edge", Map.of("threshold", 22))),
            Map.entry("dedup", Map.of("dedup", Map.of("within", "10s"))),
            Map.entry("sample", Map.of("sample", Map.of("every", "5s", "keep", "mean"))),
            Map.entry("throttle", Map.of("throttle", Map.of("every", "5s"))),
            Map.entry("every-nth", Map.of("every-nth", Map.of("n", 5))),
            Map.entry("reservoir", Map.of("reservoir", Map.of("k", 5, "every", "10s"))),
            Map.entry("swinging-door", Map.of("swinging-door", Map.of("deviation", 0.5))),
            Map.entry("lttb", Map.of("lttb", Map.of("points", 10, "every", "10s"))),
            Map.entry("ema", Map.of("ema", Map.of("tau", "10s"))),
            Map.entry("median", Map.of("median", Map.of("n", 7))),
            Map.entry("hampel", Map.of("hampel", Map.of("window", 7, "k", 3))),
            Map.entry("rate", Map.of("rate", Map.of("per", "1s"))),
            Map.entry("counter", Map.of("counter", Map.of())),
            Map.entry("threshold", Map.of("threshold", Map.of("above", 25, "clear", 22))),
            Map.entry("state-duration", Map.of("state-duration", Map.of("above", 25))),
            Map.entry("zscore", Map.of("zscore", Map.of("window", 60, "above", 3))),
            Map.entry("regression", Map.of("regression", Map.of("count", 20))),
            Map.entry("session", Map.of("window", Map.of("gap", "5s"))),
            Map.entry("count", Map.of("window", Map.of("count", 100, "every", 10))),
            Map.entry("p95", Map.of("window", Map.of("size", "60s", "every", "10s", "emit", List.of("p95")))));

    @Param({
        "none",
        "range",
        "select",
        "where",
        "map",
        "convert",
        "rename",
        "changed",
        "deadband",
        "debounce",
        "edge",
        "dedup",
        "sample",
        "throttle",
        "every-nth",
        "reservoir",
        "swinging-door",
        "lttb",
        "ema",
        "median",
        "hampel",
        "rate",
        "counter",
        "threshold",
        "state-duration",
        "zscore",
        "regression",
        "session",
        "count",
        "p95"
    })
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
