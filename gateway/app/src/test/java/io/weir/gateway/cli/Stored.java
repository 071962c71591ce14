package io.weir.gateway.cli;

import static org.awaitility.Awaitility.await;

import io.weir.buffer.LogConfig;
import io.weir.buffer.RecordLog;
import io.weir.device.Ack;
import io.weir.device.Arrival;
import io.weir.device.ByteSize;
import io.weir.device.Delivery;
import io.weir.device.DeviceId;
import io.weir.device.Quality;
import io.weir.device.Reading;
import io.weir.device.Value;
import io.weir.gateway.core.AdapterDoor;
import io.weir.gateway.core.Core;
import io.weir.gateway.core.CoreConfig;
import io.weir.gateway.core.InputsNeeded;
import io.weir.pipeline.PipelineSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** A gateway's log and core over a data directory, fed by the test: adapter {@code field}, pipeline {@code raw}. */
final class Stored implements AutoCloseable {

    private static final List<PipelineSpec> RAW = List.of(new PipelineSpec("raw", List.of("field"), List.of()));

    private final RecordLog log;
    private final Core core;
    private final AdapterDoor door;
    private long sent;

    Stored(Path data) throws IOException {
        this(data, LogConfig.defaults(Clock.systemUTC(), 1).withKeepDelivered(Duration.ofDays(1)));
    }

    Stored(Path data, LogConfig config) throws IOException {
        Files.createDirectories(data);
        log = RecordLog.open(data.resolve("buffer"), config.withDiskReserve(0, 0));
        ByteSize intake = new ByteSize(8 << 20);
        core = Core.recover(
                log,
                json -> json.equals("{}") ? List.of() : RAW,
                new InputsNeeded(),
                new CoreConfig("gw-1", intake, Duration.ZERO, new ByteSize(1 << 20), Clock.systemUTC()));
        core.start();
        core.switchPipelines(RAW, "{\"raw\":1}").join();
        door = core.door("field");
        door.open();
    }

    RecordLog log() {
        return log;
    }

    void send(int readings) {
        for (int i = 0; i < readings; i++) {
            Arrival message = message(sent++);
            await().atMost(Duration.ofMinutes(1))
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> door.offer(message));
        }
    }

    private static Arrival message(long number) {
        Reading reading = new Reading(
                new DeviceId("d1"), "seq", 1000L * number, new Value.Num(number), "", Quality.GOOD, 1000L * number);
        Arrival.Content content = new Arrival.Content.Decoded(List.of(reading));
        return new Arrival.Message("field", "", content, new Delivery.Once(), 100, Ack.NONE);
    }

    void stopCore() throws InterruptedException {
        door.close();
        core.stop();
    }

    @Override
    public void close() throws IOException {
        try {
            stopCore();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            log.close();
        }
    }
}
