package io.weir.pipeline.bench;

import io.weir.device.Reading;
import io.weir.pipeline.Pipelines;
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

/**
 * Sliding windows with count, mean, min and max. Every device measures at the given rate, so that it decides how many
 * readings there are for one result.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 12)
@Measurement(iterations = 12)
@Fork(1)
public class WindowBench {

    private static final int READINGS = 500_000;

    @Param({"60s/10s", "60s/1s", "600s/1s"})
    public String window;

    @Param({"1", "100", "10000"})
    public int devices;

    @Param({"100"})
    public int hertz;

    private final Reading[] readings = new Reading[READINGS];
    private Fleet fleet;
    private Pipelines pipelines;
    private long results;

    @Setup(Level.Trial)
    public void open() {
        String[] parts = window.split("/");
        fleet = new Fleet(devices, hertz);
        pipelines = Pipelines.of(
                List.of(Configured.pipeline(Map.of("window", Map.of("size", parts[0], "every", parts[1])))),
                (stream, item) -> results++);
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
