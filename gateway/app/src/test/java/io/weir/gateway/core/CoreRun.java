package io.weir.gateway.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.buffer.LogConfig;
import io.weir.buffer.LogRecord;
import io.weir.buffer.RecordLog;
import io.weir.buffer.Scan;
import io.weir.device.Ack;
import io.weir.device.Arrival;
import io.weir.device.ByteSize;
import io.weir.device.Delivery;
import io.weir.device.DeviceId;
import io.weir.device.Quality;
import io.weir.device.Reading;
import io.weir.device.Value;
import io.weir.gateway.ledger.Ledger;
import io.weir.pipeline.StepState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.core.ConditionFactory;

/** One life of a core over a real log: from recovery until the test stops it. */
final class CoreRun implements AutoCloseable {

    static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
    static final Duration PATIENCE = Duration.ofMinutes(1);

    final FaultyLog log;
    final Core core;
    final AdapterDoor door;

    CoreRun(Path directory, Clock clock) throws IOException {
        this(directory, clock, new ByteSize(4 << 20));
    }

    CoreRun(Path directory, Clock clock, ByteSize intake) throws IOException {
        InputsNeeded needed = new InputsNeeded();
        LogConfig config = LogConfig.defaults(clock, 1)
                .withSegmentSize(1 << 20)
                .withDiskReserve(0, 0)
                .withKeepDelivered(Duration.ofDays(1))
                .withRetain(needed);
        log = new FaultyLog(RecordLog.open(directory, config));
        core = Core.recover(
                log,
                new PipelineTexts(),
                needed,
                new CoreConfig("gw-1", intake, Duration.ZERO, new ByteSize(256), clock));
        door = core.door("field");
    }

    /** Waits without losing time when it is so already. */
    static ConditionFactory soon() {
        return await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1));
    }

    CoreRun start() {
        core.start();
        return this;
    }

    /** As a gateway does after recovery: the pipelines of its configuration, then the doors. */
    CoreRun running(String pipelines) {
        start();
        switchTo(pipelines);
        door.open();
        return this;
    }

    List<StepState> switchTo(String pipelines) {
        return answer(core.switchPipelines(new PipelineTexts().read(pipelines), pipelines));
    }

    static <T> T answer(CompletableFuture<T> future) {
        try {
            return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    void offer(Arrival arrival) {
        if (!door.offer(arrival)) {
            soon().until(() -> door.offer(arrival));
        }
    }

    static Reading reading(String device, long timeMillis, double value, long arrivalMillis) {
        return new Reading(
                new DeviceId(device), "t", timeMillis, new Value.Num(value), "Cel", Quality.GOOD, arrivalMillis);
    }

    static Arrival.Message message(String adapter, Reading reading, Delivery delivery, Ack ack) {
        return new Arrival.Message(adapter, "", new Arrival.Content.Decoded(List.of(reading)), delivery, 100, ack);
    }

    /** The payloads of every record stream, in order. */
    Map<String, List<ByteBuffer>> records() throws IOException {
        Map<String, List<ByteBuffer>> records = new TreeMap<>();
        for (Map.Entry<String, Integer> stream : core.streams().all().entrySet()) {
            List<ByteBuffer> all = new ArrayList<>();
            try (Scan scan = log.scan(log.stats().first(), Set.of(stream.getValue()))) {
                while (scan.hasNext()) {
                    LogRecord entry = scan.next();
                    all.add(entry.bytes());
                }
            }
            records.put(stream.getKey(), all);
        }
        return records;
    }

    Map<String, Long> totals() {
        return core.accounts().totals();
    }

    List<String> imbalances() {
        return new Ledger("gw-1", core.accounts().totals(), Map.of(), Map.of(), Map.of()).imbalances();
    }

    long total(String path) {
        return totals().getOrDefault(path, 0L);
    }

    void awaitTotal(String path, long value) {
        soon().untilAsserted(() -> assertThat(total(path)).isEqualTo(value));
    }

    /** Stops as the gateway does. */
    @Override
    public void close() throws IOException {
        door.close();
        // A test that failed while it held the log must end too.
        log.goOn();
        try {
            core.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        log.close();
    }
}
