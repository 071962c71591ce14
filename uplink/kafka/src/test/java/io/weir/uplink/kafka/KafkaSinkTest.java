package io.weir.uplink.kafka;

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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(600)
class KafkaSinkTest {

    private static final KafkaSinkProvider PROVIDER = new KafkaSinkProvider();

    @TempDir
    static Path shared;

    private static Broker broker;

    @TempDir
    Path folder;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = Broker.start(shared.resolve("broker"));
    }

    @AfterAll
    static void stopBroker() throws Exception {
        broker.close();
    }

    private static Settings settings(Map<String, ?> own) {
        Map<String, Object> tree = new HashMap<>(Map.of(
                "bootstrap", broker.bootstrap(), "topic", "weir.{stream}", "streams", List.of("raw"), "timeout", "1m"));
        tree.putAll(own);
        List<String> problems = new ArrayList<>();
        Settings settings = new Binder(
                        (path, code, message, guess) -> problems.add(path + " " + message), new WrittenSecrets())
                .section(UplinkConfig.shape(PROVIDER), tree, "uplinks.lake");
        PROVIDER.check(settings, (path, code, message, guess) -> problems.add(path + " " + message));
        assertThat(problems).isEmpty();
        return settings;
    }

    private Sink sink(Map<String, ?> own) {
        return PROVIDER.create(settings(own), new SinkContext("gw", "lake", folder, Clock.systemUTC()));
    }

    private static Reading reading(String device, Value value) {
        return new Reading(new DeviceId(device), "m", 0, value, "", Quality.GOOD, 0);
    }

    private static Outgoing outgoing(String stream, long offset, int length) {
        byte[] bytes = ("{\"id\":\"gw/1/" + offset + "\",\"v\":\"" + "x".repeat(length) + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        return new Outgoing("gw/1/" + offset, stream, new Offset(offset), reading("d", new Value.Text("")), bytes);
    }

    @Test
    void everyRecordArrivesInOrderPerDeviceAlthoughTheBrokerIsKilledTwice() throws Exception {
        broker.createTopic("weir.raw", 3);
        int records = 20_000;
        UplinkConfig config = UplinkConfig.of("lake", settings(Map.of("retry", Map.of("min", "50ms", "max", "500ms"))));
        try (RecordLog log = RecordLog.open(folder.resolve("log"), LogConfig.defaults(Clock.systemUTC(), 1))) {
            Source source = new Source(
                    log.cursor("lake", Set.of(1), new Start.Oldest()),
                    stream -> "raw",
                    "gw",
                    log.stats().epoch());
            // short, because this one waits for the broker's death to be noticed
            Sink sink = sink(Map.of("timeout", "5s"));
            try (Uplink uplink = new Uplink(
                    config, source, sink, folder.resolve("dead"), new SplittableRandom(1), Clock.systemUTC())) {
                uplink.start();
                append(log, 0, records / 2);
                await().atMost(Duration.ofMinutes(2))
                        .until(() -> uplink.accounts().delivered() > 1_000);
                broker.kill();
                append(log, records / 2, records);
                await().atMost(Duration.ofMinutes(2))
                        .until(() -> !uplink.status().connected());
                long before = uplink.accounts().delivered();
                broker.startAgain();
                await().atMost(Duration.ofMinutes(2))
                        .until(() -> uplink.accounts().delivered() > before);
                broker.kill();
                broker.startAgain();
                await().atMost(Duration.ofMinutes(2))
                        .until(() -> uplink.accounts().pending() == 0);
                assertThat(uplink.accounts().delivered()).isEqualTo(records);
            }
        }

        Arrivals arrivals = Arrivals.of(broker.bootstrap(), "weir.raw");

        assertThat(arrivals.ids()).hasSize(records);
        assertThat(arrivals.overtakes()).isEmpty();
    }

    private static void append(RecordLog log, int from, int to) throws IOException {
        for (int start = from; start < to; start += 100) {
            List<Entry> entries = new ArrayList<>();
            for (int i = start; i < start + 100; i++) {
                BinaryWriter bytes = new BinaryWriter(64);
                RecordCodec.encode(reading("d" + i % 20, new Value.Num(i)), bytes);
                entries.add(new Entry(1, i, ByteBuffer.wrap(bytes.toByteArray())));
            }
            log.append(new Group(entries));
            log.commit();
        }
    }

    @Test
    void theKeyIsTheDeviceSoThatItsRecordsShareAPartition() throws Exception {
        broker.createTopic("weir.keys", 3);
        try (Sink sink = sink(Map.of())) {
            assertThat(sink.send(new Batch(List.of(outgoing("keys", 1, 10), outgoing("keys", 2, 10)))))
                    .isEqualTo(SendResult.accepted());
        }

        Arrivals arrivals = Arrivals.of(broker.bootstrap(), "weir.keys");

        assertThat(arrivals.ids()).containsExactlyInAnyOrder("gw/1/1", "gw/1/2");
        assertThat(arrivals.keys()).containsExactly("d");
    }

    @Test
    void aRecordThatIsTooLargeIsRefusedAloneByClientOrBroker() throws Exception {
        broker.createTopic("weir.large", 1);
        Batch batch = new Batch(List.of(
                outgoing("large", 1, 10),
                outgoing("large", 2, 2_000_000),
                outgoing("large", 3, 10),
                outgoing("large", 4, 400_000),
                outgoing("large", 5, 10)));

        SendResult result;
        SendResult next;
        try (Sink sink = sink(Map.of("compression", "none"))) {
            result = sink.send(batch);
            next = sink.send(new Batch(List.of(outgoing("large", 6, 10))));
        }

        assertThat(result).isInstanceOfSatisfying(SendResult.Partial.class, partial -> {
            assertThat(partial.accepted()).containsExactlyInAnyOrder(0, 2, 4);
            assertThat(partial.refused()).containsOnlyKeys(1, 3);
            assertThat(partial.refused().get(1)).startsWith("RecordTooLargeException");
        });
        assertThat(next).isEqualTo(SendResult.accepted());
    }

    @Test
    void aTopicThatDoesNotExistIsAnOutageOfItsOwn() throws Exception {
        try (Sink sink = sink(Map.of("timeout", "1s"))) {
            assertThat(sink.send(new Batch(List.of(outgoing("nowhere", 1, 10)))))
                    .isInstanceOfSatisfying(
                            SendResult.Retry.class,
                            retry -> assertThat(retry.reason()).contains("weir.nowhere"));
        }
    }

    @Test
    void aBrokerWhoseNameDoesNotResolveIsAnOutage() throws Exception {
        try (Sink sink = sink(Map.of("bootstrap", "no-such-host.invalid:9092"))) {
            assertThat(sink.send(new Batch(List.of(outgoing("raw", 1, 10)))))
                    .isInstanceOfSatisfying(
                            SendResult.Retry.class,
                            retry -> assertThat(retry.reason()).contains("bootstrap"));
        }
    }

    @Test
    void anInterruptEndsASendToABrokerThatIsSilent() throws Exception {
        AtomicBoolean interrupted = new AtomicBoolean();
        CountDownLatch sending = new CountDownLatch(1);
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                Sink sink = sink(Map.of("bootstrap", "127.0.0.1:" + silent.getLocalPort(), "timeout", "5m"))) {
            Thread sender = new Thread(() -> {
                sending.countDown();
                try {
                    sink.send(new Batch(List.of(outgoing("raw", 1, 10))));
                } catch (InterruptedException e) {
                    interrupted.set(true);
                }
            });
            sender.start();
            sending.await();
            silent.accept().close();
            sender.interrupt();
            sender.join();
        }
        assertThat(interrupted).isTrue();
    }

    @Test
    void mistakesOfTheConfigurationAreFoundWithoutABroker() {
        List<String> problems = new ArrayList<>();
        Map<String, Object> tree = Map.of(
                "bootstrap", "host", "topic", "weir/{stream}", "streams", "raw", "security", Map.of("sasl", "plain"));
        Settings settings = new Binder((path, code, message, guess) -> problems.add(path), new WrittenSecrets())
                .section(UplinkConfig.shape(PROVIDER), tree, "u");
        PROVIDER.check(settings, (path, code, message, guess) -> problems.add(path));

        assertThat(problems)
                .containsExactlyInAnyOrder("u.bootstrap[0]", "u.topic", "u.security.username", "u.security.password");
    }

    private static Map<String, Object> secure(String mechanism, String password) {
        return Map.of(
                "bootstrap",
                broker.secureBootstrap(),
                "security",
                Map.of("tls", true, "sasl", mechanism, "username", Broker.USER, "password", Map.of("env", password)));
    }

    /** The sink trusts what the Java runtime trusts: for this long, the broker. */
    private SendResult sendTrusting(String stream, Map<String, ?> settings) throws Exception {
        System.setProperty("javax.net.ssl.trustStore", broker.keyStore().toString());
        System.setProperty("javax.net.ssl.trustStorePassword", Broker.STORE_PASSWORD);
        try (Sink sink = sink(settings)) {
            return sink.send(new Batch(List.of(outgoing(stream, 1, 10))));
        } finally {
            System.clearProperty("javax.net.ssl.trustStore");
            System.clearProperty("javax.net.ssl.trustStorePassword");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "scram-sha-256", "scram-sha-512"})
    void deliversByTlsAndPasswordAndAWrongPasswordIsAnOutageThatSaysSo(String mechanism) throws Exception {
        String stream = "secure-" + mechanism;
        broker.createTopic("weir." + stream, 1);

        assertThat(sendTrusting(stream, secure(mechanism, Broker.PASSWORD))).isEqualTo(SendResult.accepted());

        assertThat(sendTrusting(stream, secure(mechanism, "not-that-one")))
                .isInstanceOfSatisfying(
                        SendResult.Retry.class,
                        retry -> assertThat(retry.reason())
                                .contains("uthentication failed")
                                .doesNotContain("not-that-one"));
    }

    @Test
    void aBrokerThatTheRuntimeDoesNotTrustIsAnOutageThatSaysSo() throws Exception {
        try (Sink sink = sink(secure("plain", Broker.PASSWORD))) {
            assertThat(sink.send(new Batch(List.of(outgoing("secure", 1, 10)))))
                    .isInstanceOfSatisfying(
                            SendResult.Retry.class,
                            retry -> assertThat(retry.reason())
                                    .contains("certification path")
                                    .doesNotContain(Broker.PASSWORD));
        }
    }
}
