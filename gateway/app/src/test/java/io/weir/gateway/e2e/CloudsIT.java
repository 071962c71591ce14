package io.weir.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.mqtt.Mosquitto;
import io.weir.uplink.aws.Kinesalite;
import io.weir.uplink.aws.Shards;
import io.weir.uplink.kafka.Broker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A Paho publisher, real mosquitto, the packaged gateway as its subscriber, a real Kafka broker and a Kinesis emulator. The
 * gateway is killed twice while readings flow.
 */
class CloudsIT {

    private static final int DEVICES = 5;
    private static final int READINGS = 300;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Pattern LINE = Pattern.compile("\"id\":\"([^\"]+)\".*\"device\":\"(d\\d+)\".*\"v\":(\\d+)");

    private static final String MOSQUITTO = """
            allow_anonymous true
            max_queued_messages 100000
            log_type error
            log_type warning
            log_type notice
            log_type information
            log_type subscribe
            """;

    @TempDir
    private Path folder;

    @Test
    void everyReadingReachesKafkaAndKinesisOnceByIdAndInOrderPerDeviceAlthoughTheGatewayIsKilled() throws Exception {
        try (Mosquitto mosquitto = Mosquitto.with(folder, MOSQUITTO);
                Kinesalite kinesis = Kinesalite.start(folder);
                Broker kafka = Broker.start(folder.resolve("kafka"));
                Shards shards = new Shards(kinesis.uri())) {
            kafka.createTopic("weir.raw", 3);
            shards.create("plant", 2);
            String yaml = configuration(
                    mosquitto.port(), kafka.bootstrap(), kinesis.uri().toString());
            try (GatewayProcess gateway = GatewayProcess.start(folder, yaml)) {
                await().atMost(PATIENCE).until(() -> knows(mosquitto, "plant/+/+"));
                publish(mosquitto.port(), 0, READINGS / 3);
                gateway.killAndStartAgain();
                publish(mosquitto.port(), READINGS / 3, 2 * READINGS / 3);
                gateway.killAndStartAgain();
                publish(mosquitto.port(), 2 * READINGS / 3, READINGS);

                awaitAll(() -> fromKafka(kafka.bootstrap()));
                awaitAll(() -> fromKinesis(shards));
                assertThat(gateway.stop()).as(gateway.log()).isZero();
            }
        }
    }

    /** Whether this filter was ever subscribed; what is published before that reaches nobody. */
    private static boolean knows(Mosquitto mosquitto, String filter) {
        return mosquitto.log().lines().anyMatch(line -> line.endsWith(" " + filter));
    }

    private String configuration(int mosquitto, String kafka, String kinesis) {
        return """
                gateway: {id: gw-1, data-dir: %s, dashboard: {listen: "127.0.0.1:0"}}
                adapters:
                  shop: {type: mqtt, broker: "mqtt://127.0.0.1:%d", topics: [{topic: "plant/{device}/{metric}", decode: {format: json, value: $.v}}]}
                pipelines:
                  raw: {from: shop, steps: []}
                uplinks:
                  lake: {type: kafka, bootstrap: "%s", topic: "weir.{stream}", streams: [raw], batch: {max-wait: 200ms}}
                  cloud: {type: kinesis, stream-name: plant, region: eu-central-1, endpoint: "%s", access-key: {env: HOME}, secret-key: {env: HOME}, streams: [raw], batch: {max-wait: 200ms}}
                """.formatted(folder.resolve("data"), mosquitto, kafka, kinesis);
    }

    private static void publish(int port, int from, int to) throws MqttException {
        MqttClient publisher = new MqttClient("tcp://127.0.0.1:" + port, "publisher", new MemoryPersistence());
        MqttConnectOptions options = new MqttConnectOptions();
        options.setMaxInflight(1000); // Paho says that a message is delivered before it stops counting it as in flight
        publisher.connect(options);
        for (int seq = from; seq < to; seq++) {
            for (int device = 0; device < DEVICES; device++) {
                byte[] payload = ("{\"v\":" + seq + "}").getBytes(StandardCharsets.UTF_8);
                MqttMessage message = new MqttMessage(payload);
                message.setQos(1);
                publisher.publish("plant/d" + device + "/level", message);
            }
        }
        publisher.disconnect();
        publisher.close();
    }

    private interface Arrivals {
        List<String> read();
    }

    /** Waits until each device's sequence is complete, then holds it against what was sent. */
    private static void awaitAll(Arrivals arrivals) {
        List<Integer> sent = new ArrayList<>();
        for (int seq = 0; seq < READINGS; seq++) {
            sent.add(seq);
        }
        await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
            Map<String, List<Integer>> byDevice = firstArrivals(arrivals.read());
            assertThat(byDevice).hasSize(DEVICES);
            byDevice.forEach((device, sequence) ->
                    assertThat(new LinkedHashSet<>(sequence)).as(device).hasSize(READINGS));
        });
        // mosquitto may hand a message to the gateway twice around a kill, as QoS 1 allows; but never out of order
        firstArrivals(arrivals.read())
                .forEach((device, sequence) -> assertThat(new ArrayList<>(new LinkedHashSet<>(sequence)))
                        .as(device)
                        .isEqualTo(sent));
    }

    /** Values by device in the order of arrival, each id counted once: the consumer that the documentation asks for. */
    private static Map<String, List<Integer>> firstArrivals(List<String> lines) {
        Set<String> ids = new LinkedHashSet<>();
        Map<String, List<Integer>> byDevice = new TreeMap<>();
        for (String line : lines) {
            Matcher found = LINE.matcher(line);
            assertThat(found.find()).as(line).isTrue();
            if (ids.add(found.group(1))) {
                byDevice.computeIfAbsent(found.group(2), device -> new ArrayList<>())
                        .add(Integer.parseInt(found.group(3)));
            }
        }
        return byDevice;
    }

    private static List<String> fromKafka(String bootstrap) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        List<String> lines = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (PartitionInfo info : consumer.partitionsFor("weir.raw")) {
                partitions.add(new TopicPartition(info.topic(), info.partition()));
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                consumer.poll(Duration.ofMillis(200)).forEach(item -> lines.add(item.value()));
            }
        }
        return lines;
    }

    private static List<String> fromKinesis(Shards shards) {
        return shards.lines("plant").stream().map(Shards.Line::text).toList();
    }
}
