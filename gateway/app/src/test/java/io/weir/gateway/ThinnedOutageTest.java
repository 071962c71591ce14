package io.weir.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.device.Ack;
import io.weir.device.Adapter;
import io.weir.device.AdapterContext;
import io.weir.device.AdapterProvider;
import io.weir.device.Aggregate;
import io.weir.device.Arrival;
import io.weir.device.ByteSize;
import io.weir.device.Delivery;
import io.weir.device.DeviceId;
import io.weir.device.Quality;
import io.weir.device.Reading;
import io.weir.device.Record;
import io.weir.device.Value;
import io.weir.device.WindowResult;
import io.weir.device.config.ObjectShape;
import io.weir.device.config.Settings;
import io.weir.device.config.Shape;
import io.weir.gateway.config.ConfigReader;
import io.weir.gateway.config.GatewayConfig;
import io.weir.gateway.ledger.Ledger;
import io.weir.gateway.ledger.UplinkAccount;
import io.weir.uplink.Batch;
import io.weir.uplink.SendResult;
import io.weir.uplink.Sink;
import io.weir.uplink.SinkContext;
import io.weir.uplink.SinkProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A cloud that is away for days to years, a small buffer and {@code when-full: thin}, through a whole gateway. */
class ThinnedOutageTest {

    private static final int READINGS = 300;
    private static final long BEGIN_MILLIS = 1_790_000_000_000L;
    /** Less than a configuration may say, so that the test need not write as much. */
    private static final ByteSize QUOTA = ByteSize.ofMebibytes(48);
    /** Makes a record some 300 bytes, so that fewer of them fill the buffer. */
    private static final String METRIC = "t".repeat(250);

    private static final String UNIT = "Cel";

    private static final String YAML = """
            gateway: {id: gw-1, data-dir: DATA, dashboard: {listen: "127.0.0.1:0"}}
            adapters:
              field: {type: feed}
              door: {type: feed}
            pipelines:
              climate: {from: field, steps: []}
              alarms: {from: door, priority: high, steps: []}
            buffer: {when-full: WHEN}
            uplinks:
              cloud:
                type: away
                streams: [climate, alarms]
                batch: {max-wait: 0s, max-records: 5000}
                retry: {min: 5ms, max: 20ms}
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final Map<String, AdapterContext> feeds = new ConcurrentHashMap<>();
    private final Queue<Record> climate = new ConcurrentLinkedQueue<>();
    private final Queue<Record> alarms = new ConcurrentLinkedQueue<>();
    private volatile boolean reachable;
    private int messages;
    private long everyMillis;

    private Gateway start(String whenFull) throws IOException {
        Catalog catalog = new Catalog(Map.of("feed", new Feeds()), Map.of("away", new Aways()));
        byte[] text = YAML.replace("DATA", folder.toString())
                .replace("WHEN", whenFull)
                .getBytes(StandardCharsets.UTF_8);
        ConfigReader.Result result = new ConfigReader(catalog.components(), Map.of()).read("weir.yaml", text, folder);
        GatewayConfig config = result.config().orElseThrow(() -> new AssertionError(result.render()));
        return Gateway.start(smaller(config), catalog, folder, Clock.systemUTC());
    }

    private static GatewayConfig smaller(GatewayConfig own) {
        GatewayConfig.Buffer buffer = new GatewayConfig.Buffer(
                QUOTA,
                own.buffer().maxAge(),
                own.buffer().whenFull(),
                own.buffer().keepDelivered(),
                own.buffer().commitEvery(),
                own.buffer().encryption());
        return new GatewayConfig(
                own.gateway(), own.adapters(), own.pipelines(), buffer, own.uplinks(), own.control(), own.settings());
    }

    private long time(long index) {
        return BEGIN_MILLIS + index * everyMillis;
    }

    private static double value(long index) {
        return index * 7919 % 1000 / 10.0;
    }

    private void offer(String adapter, List<Reading> readings) {
        Arrival.Message message = new Arrival.Message(
                adapter,
                "",
                new Arrival.Content.Decoded(readings),
                new Delivery.Once(),
                250 * readings.size(),
                Ack.NONE);
        AdapterContext feed = Objects.requireNonNull(feeds.get(adapter));
        await().pollInterval(Duration.ofMillis(1))
                .atMost(Duration.ofMinutes(1))
                .until(() -> feed.intake().offer(message));
    }

    private Reading reading(long index, String unit) {
        Value value = new Value.Num(value(index));
        return new Reading(new DeviceId("d1"), METRIC, time(index), value, unit, Quality.GOOD, time(index));
    }

    /** The longer it lasts and the slower the readings come, the wider the roll-ups. */
    @ParameterizedTest
    @CsvSource({"5, 300, PT1M", "45, 500, PT16M", "900, 300, PT4H16M"})
    void coversTheWholeTimeAtFallingResolutionAndKeepsEveryAlarm(int everySeconds, int count, Duration widest)
            throws Exception {
        everyMillis = Duration.ofSeconds(everySeconds).toMillis();
        messages = count;
        Gateway gateway = start("thin");
        try {
            offerAll();
            assertThat(bytesOnDisk(gateway)).isBetween(QUOTA.bytes() / 3, QUOTA.bytes());

            reachable = true;
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> cloud(gateway).pending() == 0 && alarms.size() == messages);

            expectTheWholeTime();
            expectGrowingWidths(widest);
            assertThat(alarms)
                    .containsExactlyElementsOf(IntStream.range(0, messages)
                            .mapToObj(message -> reading((long) message * READINGS, ""))
                            .toList());
            expectBalance(gateway.view().ledger());
        } finally {
            gateway.stop();
        }
    }

    /** Nothing may go that the checkpoint needs, and nothing comes in that another one could follow. */
    @Test
    void aBurstThatFillsTheBufferBeforeACheckpointIsDueDoesNotShutItForEver() throws Exception {
        messages = 300;
        Gateway gateway = start("drop-oldest");
        try {
            offerAll();

            reachable = true;
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> cloud(gateway).pending() == 0 && alarms.size() == messages);

            Ledger ledger = gateway.view().ledger();
            assertThat(ledger.imbalances()).isEmpty();
            assertThat(cloud(gateway).expired()).containsOnlyKeys("max-size");
            assertThat(climate).last().isEqualTo(reading((long) messages * READINGS - 1, UNIT));
        } finally {
            gateway.stop();
        }
    }

    private void offerAll() {
        for (int message = 0; message < messages; message++) {
            long first = (long) message * READINGS;
            offer(
                    "field",
                    LongStream.range(first, first + READINGS)
                            .mapToObj(index -> reading(index, UNIT))
                            .toList());
            offer("door", List.of(reading(first, "")));
        }
    }

    private static UplinkAccount cloud(Gateway gateway) {
        return gateway.view().ledger().uplinks().getOrDefault("cloud", new UplinkAccount(0, 0, 1, 0, Map.of()));
    }

    private static long bytesOnDisk(Gateway gateway) {
        Map<?, ?> buffer = (Map<?, ?>) gateway.view().status().getOrDefault("buffer", Map.of());
        return buffer.get("bytes") instanceof Number bytes ? bytes.longValue() : -1;
    }

    /** Every reading is there, as itself or in the one roll-up that follows what came before it. */
    private void expectTheWholeTime() {
        long next = 0;
        int rollUps = 0;
        for (Record item : climate) {
            if (item instanceof WindowResult rollUp) {
                long first = rollUps == 0 ? firstOf(rollUp, next) : next;
                assertThat(stands(rollUp, first))
                        .as("%s for the readings from %s on", rollUp, first)
                        .isTrue();
                next = first + (long) figure(rollUp, "count");
                rollUps++;
            } else {
                assertThat(item).isEqualTo(reading(next, UNIT));
                next++;
            }
        }
        assertThat(next).isEqualTo((long) messages * READINGS);
        assertThat(rollUps).isPositive();
        assertThat(climate.size() - rollUps)
                .as("the newest are still as they came")
                .isGreaterThan(READINGS);
    }

    private void expectGrowingWidths(Duration widest) {
        Map<Duration, Double> ages = climate.stream()
                .filter(WindowResult.class::isInstance)
                .map(WindowResult.class::cast)
                .collect(Collectors.groupingBy(
                        rollUp -> Duration.ofMillis(rollUp.toMillis() - rollUp.fromMillis()),
                        TreeMap::new,
                        Collectors.averagingLong(WindowResult::fromMillis)));
        assertThat(ages.keySet()).last().isEqualTo(widest);
        assertThat(List.copyOf(ages.values()))
                .as("the mean ages by width: %s", ages)
                .isSortedAccordingTo(Comparator.reverseOrder());
    }

    /** A part of what the first roll-up stands for may have been on its way already when the rest was condensed. */
    private long firstOf(WindowResult rollUp, long next) {
        long begin = -Math.floorDiv(BEGIN_MILLIS - rollUp.fromMillis(), everyMillis);
        return LongStream.rangeClosed(Math.min(begin, next), next)
                .filter(first -> stands(rollUp, first))
                .findFirst()
                .orElse(next);
    }

    /** Whether it is the roll-up of its number of readings from this one on. */
    private boolean stands(WindowResult rollUp, long first) {
        long count = (long) figure(rollUp, "count");
        DoubleSummaryStatistics values = LongStream.range(first, first + count)
                .mapToDouble(ThinnedOutageTest::value)
                .summaryStatistics();
        return rollUp.fromMillis() <= time(first)
                && rollUp.toMillis() > time(first + count - 1)
                && figure(rollUp, "min") == values.getMin()
                && figure(rollUp, "max") == values.getMax()
                && Math.abs(figure(rollUp, "mean") - values.getAverage()) < 1e-9;
    }

    private static double figure(WindowResult rollUp, String name) {
        return rollUp.aggregates().stream()
                .filter(figure -> figure.name().equals(name))
                .mapToDouble(Aggregate::value)
                .sum();
    }

    private void expectBalance(Ledger ledger) {
        assertThat(ledger.imbalances()).isEmpty();
        UplinkAccount cloud = ledger.uplinks().getOrDefault("cloud", new UplinkAccount(0, 0, 0, 0, Map.of()));
        assertThat(cloud.appended()).isEqualTo((long) messages * READINGS + messages);
        assertThat(cloud.expired()).containsOnlyKeys("thinned");
        assertThat(ledger.expired()).containsOnlyKeys("climate");
        assertThat(ledger.expired().getOrDefault("climate", List.of()))
                .isNotEmpty()
                .allMatch(range -> range.reason().equals("thinned"));
    }

    private final class Feeds implements AdapterProvider {
        @Override
        public String type() {
            return "feed";
        }

        @Override
        public ObjectShape shape(Shape decode) {
            return ObjectShape.of();
        }

        @Override
        public Adapter create(Settings settings, AdapterContext context) {
            return new Feed(context);
        }
    }

    private final class Feed implements Adapter {
        private final AdapterContext context;

        Feed(AdapterContext context) {
            this.context = context;
        }

        @Override
        public void start() {
            feeds.put(context.name(), context);
        }

        @Override
        public Map<String, String> listening() {
            return Map.of();
        }

        @Override
        public Status status() {
            return new Status(true, 0, List.of());
        }

        @Override
        public void close() {}
    }

    private final class Aways implements SinkProvider {
        @Override
        public String type() {
            return "away";
        }

        @Override
        public ObjectShape shape() {
            return ObjectShape.of();
        }

        @Override
        public Sink create(Settings settings, SinkContext context) {
            return new Away();
        }
    }

    private final class Away implements Sink {
        @Override
        public SendResult send(Batch batch) {
            if (!reachable) {
                return SendResult.retry("there is no connection");
            }
            batch.records()
                    .forEach(outgoing -> ("climate".equals(outgoing.stream()) ? climate : alarms).add(outgoing.item()));
            return SendResult.accepted();
        }

        @Override
        public void close() {}
    }
}
