package io.weir.uplink.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.buffer.Entry;
import io.weir.buffer.Group;
import io.weir.buffer.LogConfig;
import io.weir.buffer.Offset;
import io.weir.buffer.RecordLog;
import io.weir.buffer.Start;
import io.weir.device.BinaryWriter;
import io.weir.device.DeviceId;
import io.weir.device.Quality;
import io.weir.device.Reading;
import io.weir.device.RecordCodec;
import io.weir.device.Value;
import io.weir.device.config.Binder;
import io.weir.device.config.Secret;
import io.weir.device.config.Settings;
import io.weir.uplink.Batch;
import io.weir.uplink.Outgoing;
import io.weir.uplink.SendResult;
import io.weir.uplink.Sink;
import io.weir.uplink.SinkContext;
import io.weir.uplink.Source;
import io.weir.uplink.Uplink;
import io.weir.uplink.UplinkConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(300)
class KinesisSinkTest {

    private static final KinesisSinkProvider PROVIDER = new KinesisSinkProvider();
    private static final int DEVICES = 15;

    @TempDir
    static Path shared;

    private static Kinesalite kinesalite;
    private static Shards shards;

    @TempDir
    Path folder;

    @BeforeAll
    static void startService() throws IOException {
        kinesalite = Kinesalite.start(shared);
        shards = new Shards(kinesalite.uri());
    }

    @AfterAll
    static void stopService() {
        shards.close();
        kinesalite.close();
    }

    private static Settings settings(String stream, URI endpoint, Map<String, ?> own) {
        Map<String, Object> tree = new HashMap<>(Map.of(
                "stream-name", stream,
                "region", "eu-central-1",
                "endpoint", endpoint.toString(),
                "access-key", Map.of("env", "KEY"),
                "secret-key", Map.of("env", "SECRET"),
                "streams", List.of("raw")));
        tree.putAll(own);
        List<String> problems = new ArrayList<>();
        Settings settings = new Binder(
                        (path, code, message, guess) -> problems.add(path + " " + message), new Secrets())
                .section(UplinkConfig.shape(PROVIDER), tree, "uplinks.cloud");
        PROVIDER.check(settings, (path, code, message, guess) -> problems.add(path + " " + message));
        assertThat(problems).isEmpty();
        return settings;
    }

    private Sink sink(Settings settings) {
        return PROVIDER.create(settings, new SinkContext("gw", "cloud", folder, Clock.systemUTC()));
    }

    private static Reading reading(String device, Value value) {
        return new Reading(new DeviceId(device), "m", 0, value, "", Quality.GOOD, 0);
    }

    private static Outgoing outgoing(String device, long offset, int length) {
        byte[] bytes = ("{\"id\":\"gw/1/" + offset + "\",\"v\":\"" + "x".repeat(length) + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        return new Outgoing("gw/1/" + offset, "raw", new Offset(offset), reading(device, new Value.Text("")), bytes);
    }

    @ParameterizedTest
    @CsvSource({"none, 600, 1", "none, 600, 2", "lines, 6000, 3"})
    void nothingIsLostOrOvertakenHoweverTheServiceFails(String pack, int records, long seed) throws Exception {
        String stream = "faults-" + seed;
        shards.create(stream, 3);
        Map<FaultProxy.Fault, Integer> faults;
        try (FaultProxy proxy = FaultProxy.start(kinesalite.uri(), seed);
                RecordLog log = RecordLog.open(folder.resolve("log"), LogConfig.defaults(Clock.systemUTC(), 1))) {
            Settings settings = settings(
                    stream,
                    proxy.uri(),
                    Map.of(
                            "pack", pack,
                            "batch", Map.of("max-records", "200", "max-wait", "20ms"),
                            "retry", Map.of("min", "2ms", "max", "20ms")));
            Source source = new Source(
                    log.cursor("cloud", Set.of(1), new Start.Oldest()),
                    s -> "raw",
                    "gw",
                    log.stats().epoch());
            try (Uplink uplink = new Uplink(
                    UplinkConfig.of("cloud", settings),
                    source,
                    sink(settings),
                    folder.resolve("dead"),
                    new SplittableRandom(seed),
                    Clock.systemUTC())) {
                uplink.start();
                append(log, records);
                await().atMost(Duration.ofMinutes(3))
                        .until(() -> uplink.accounts().pending() == 0);
                assertThat(uplink.accounts().delivered()).isEqualTo(records);
            }
            faults = proxy.happened();
        }

        Map<String, List<Long>> arrived = Shards.withoutRepeats(shards.lines(stream));

        assertThat(faults).as("faults of this seed").containsKeys(FaultProxy.Fault.values());
        assertThat(arrived).hasSize(DEVICES);
        arrived.forEach(
                (device, offsets) -> assertThat(offsets).as(device).isSorted().hasSize(records / DEVICES));
    }

    private static void append(RecordLog log, int records) throws IOException {
        for (int start = 0; start < records; start += 100) {
            List<Entry> entries = new ArrayList<>();
            for (int i = start; i < start + 100; i++) {
                BinaryWriter bytes = new BinaryWriter(64);
                RecordCodec.encode(reading("d" + i % DEVICES, new Value.Num(i)), bytes);
                entries.add(new Entry(1, i, ByteBuffer.wrap(bytes.toByteArray())));
            }
            log.append(new Group(entries));
            log.commit();
        }
    }

    @Test
    void aRecordThatIsTooLargeIsRefusedAndTheOthersOfItsDeviceGoOn() throws Exception {
        shards.create("large", 1);
        try (Sink sink = sink(settings("large", kinesalite.uri(), Map.of()))) {
            SendResult result = sink.send(new Batch(
                    List.of(outgoing("a", 1, 10), outgoing("a", 2, Parcel.MOST_BYTES), outgoing("a", 3, 10))));

            assertThat(result).isInstanceOfSatisfying(SendResult.Partial.class, partial -> {
                assertThat(partial.accepted()).containsExactlyInAnyOrder(0, 2);
                assertThat(partial.refused()).containsOnlyKeys(1);
            });
        }
        assertThat(Shards.withoutRepeats(shards.lines("large"))).isEqualTo(Map.of("a", List.of(1L, 3L)));
    }

    @Test
    void aBatchLargerThanARequestGoesInSeveral() throws Exception {
        shards.create("many", 1);
        List<Outgoing> records = new ArrayList<>();
        for (int i = 0; i < 1_200; i++) {
            records.add(outgoing("d" + i, i, i < 8 ? 900_000 : 10));
        }
        try (Sink sink = sink(settings("many", kinesalite.uri(), Map.of()))) {
            assertThat(sink.send(new Batch(records))).isEqualTo(SendResult.accepted());
        }
        assertThat(shards.lines("many")).hasSize(1_200);
    }

    @Test
    void aStreamThatDoesNotExistIsAnOutageWithItsName() throws Exception {
        try (Sink sink = sink(settings("nowhere", kinesalite.uri(), Map.of()))) {
            assertThat(sink.send(new Batch(List.of(outgoing("a", 1, 10)))))
                    .isEqualTo(SendResult.retry("Kinesis answered 400 ResourceNotFoundException"));
        }
    }

    @Test
    void aServiceThatIsNotThereIsAnOutage() throws Exception {
        URI nobody;
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = URI.create("http://127.0.0.1:" + gone.getLocalPort());
        }
        try (Sink sink = sink(settings("raw", nobody, Map.of("timeout", "5s")))) {
            assertThat(sink.send(new Batch(List.of(outgoing("a", 1, 10))))).isInstanceOf(SendResult.Retry.class);
        }
    }

    @Test
    void aServiceThatNeverAnswersIsAnOutageAfterTheTimeout() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                Sink sink = sink(settings(
                        "raw", URI.create("http://127.0.0.1:" + silent.getLocalPort()), Map.of("timeout", "300ms")))) {
            assertThat(sink.send(new Batch(List.of(outgoing("a", 1, 10))))).isInstanceOf(SendResult.Retry.class);
        }
    }

    @Test
    void anInterruptEndsASendToAServiceThatIsSilent() throws Exception {
        AtomicBoolean interrupted = new AtomicBoolean();
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                Sink sink = sink(settings(
                        "raw", URI.create("http://127.0.0.1:" + silent.getLocalPort()), Map.of("timeout", "5m")))) {
            Thread sender = new Thread(() -> {
                try {
                    sink.send(new Batch(List.of(outgoing("a", 1, 10))));
                } catch (InterruptedException e) {
                    interrupted.set(true);
                }
            });
            sender.start();
            var connection = silent.accept();
            sender.interrupt();
            sender.join();
            connection.close();
        }
        assertThat(interrupted).isTrue();
    }

    private static final class Secrets implements Binder.Secrets {
        @Override
        public Secret env(String name) {
            return new Secret() {
                @Override
                public String reference() {
                    return "{env: " + name + "}";
                }

                @Override
                public byte[] bytes() {
                    return text().getBytes(StandardCharsets.UTF_8);
                }

                @Override
                public String text() {
                    return "test";
                }
            };
        }

        @Override
        public Secret file(String name) {
            return env(name);
        }
    }
}
