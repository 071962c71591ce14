package io.weir.gateway.decode;

import com.sun.management.ThreadMXBean;
import io.weir.device.Decoder;
import io.weir.device.Reading;
import io.weir.device.TopicPattern;
import io.weir.device.UndecodableException;
import io.weir.device.config.Binder;
import io.weir.device.config.Key;
import io.weir.device.config.ObjectShape;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Messages per second of one core, and the bytes allocated for each: what came off the wire becomes readings. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DecodeBench {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final TopicPattern.Captures TOPIC = new TopicPattern.Captures("d042", "temperature");

    private record Payload(Map<String, ?> decode, String text) {}

    private static final Map<String, Payload> PAYLOADS = Map.of(
            "json",
            new Payload(Map.of("format", "json", "value", "$.v"), "{\"v\":21.43}"),
            "json-with-time",
            new Payload(
                    Map.of("format", "json", "time", "$.ts", "value", "$.v", "unit", "$.u"),
                    "{\"ts\":\"2026-11-21T10:00:00.123Z\",\"v\":21.43,\"u\":\"Cel\"}"),
            "json-of-five",
            new Payload(
                    Map.of(
                            "format",
                            "json",
                            "values",
                            Map.of("a", "$.s.a", "b", "$.s.b", "c", "$.s.c", "d", "$.d", "e", "$.e[1]")),
                    "{\"s\":{\"a\":1.5,\"b\":2.5,\"c\":true},\"d\":\"open\",\"x\":[1,2,3],\"e\":[7,8]}"),
            "senml-of-three",
            new Payload(
                    Map.of("format", "senml"),
                    "[{\"bn\":\"urn:dev:d042:\",\"bt\":1795255200,\"n\":\"temperature\",\"u\":\"Cel\",\"v\":21.4},"
                            + "{\"n\":\"humidity\",\"u\":\"%RH\",\"v\":40.5},{\"n\":\"door\",\"vb\":true}]"));

    @Param({"json", "json-with-time", "json-of-five", "senml-of-three"})
    public String payload = "json";

    private Decoder decoder = decoder(Map.of("format", "json"));
    private ByteBuffer bytes = ByteBuffer.allocate(0);

    /** What the measuring thread allocated for one message. */
    @AuxCounters(AuxCounters.Type.EVENTS)
    @State(Scope.Thread)
    public static class Allocated {
        public double bytesPerMessage;
        private long messages;
        private long before;

        @Setup(Level.Iteration)
        public void begin() {
            messages = 0;
            before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
        }

        @TearDown(Level.Iteration)
        public void end() {
            long after = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
            bytesPerMessage = (double) (after - before) / Math.max(1, messages);
        }
    }

    private static Decoder decoder(Map<String, ?> decode) {
        Binder binder = new Binder(
                (path, code, message, suggestion) -> {
                    throw new IllegalArgumentException(path + ": " + message);
                },
                Binder.Secrets.NONE);
        ObjectShape shape = ObjectShape.of(Key.required("decode", Decoders.shape(), "how payloads are read"));
        return Decoders.of(binder.section(shape, Map.of("decode", decode), "").section("decode"));
    }

    @Setup
    public void prepare() {
        Payload chosen = PAYLOADS.getOrDefault(payload, new Payload(Map.of("format", "json"), ""));
        decoder = decoder(chosen.decode());
        bytes = ByteBuffer.wrap(chosen.text().getBytes(StandardCharsets.UTF_8));
    }

    @Benchmark
    public List<Reading> messages(Allocated allocated) throws UndecodableException {
        allocated.messages++;
        return decoder.decode(bytes.duplicate(), TOPIC, 1_795_255_200_000L);
    }
}
