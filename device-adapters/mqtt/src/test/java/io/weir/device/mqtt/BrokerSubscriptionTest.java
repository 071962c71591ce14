package io.weir.device.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.device.Adapter;
import io.weir.device.Delivery;
import io.weir.mqtt.Inbound;
import io.weir.mqtt.LinkConfig;
import io.weir.mqtt.Mosquitto;
import io.weir.mqtt.MqttLink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerSubscriptionTest extends RigTest {

    private static final Duration LONG_PATIENCE = Duration.ofMinutes(1);

    private Mosquitto broker;

    BrokerSubscriptionTest() {
        super(new FakeIntake());
    }

    @BeforeEach
    void startBroker() throws IOException {
        broker = track(Mosquitto.with(directory, "allow_anonymous true\nmax_inflight_messages 50\n"));
    }

    private Adapter subscribe(String version, Map<String, Object> more) throws IOException {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("broker", broker.uri().toString());
        settings.put("version", version);
        return rig.start(settings);
    }

    private MqttLink device() {
        MqttLink link =
                MqttLink.open(LinkConfig.to("device", broker.uri(), "device").build(), new MqttLink.Listener() {});
        track(link);
        await().atMost(LONG_PATIENCE).until(link::isUp);
        return link;
    }

    private static void publish(MqttLink device, int value, int qos) throws Exception {
        device.publish("s/d/m", payload(value), qos, false).get(60, TimeUnit.SECONDS);
    }

    private static byte[] payload(int value) {
        return String.valueOf(value).getBytes(StandardCharsets.UTF_8);
    }

    /** The subscription is there once a probe has come through; the last one has when no further one is under way. */
    private void awaitSubscribed(MqttLink device) throws Exception {
        await().atMost(LONG_PATIENCE).untilAsserted(() -> {
            publish(device, -1, 1);
            assertThat(intake.seen()).contains("d/m=-1.0");
        });
        publish(device, -2, 1);
        await().atMost(LONG_PATIENCE).until(() -> intake.seen().contains("d/m=-2.0"));
        intake.commitAll();
    }

    private List<String> values() {
        return intake.seen().stream()
                .filter(text -> text.startsWith("d/m=") && !text.startsWith("d/m=-"))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "3.1.1"})
    void whatWasNotCommittedBeforeTheEndComesAgainAndIsSuspect(String version) throws Exception {
        Adapter first = subscribe(version, Map.of());
        MqttLink device = device();
        awaitSubscribed(device);
        assertThat(intake.seen().get(0)).isEqualTo("+gw-1-field");
        publish(device, 1, 1);
        publish(device, 2, 1);
        await().atMost(LONG_PATIENCE).until(() -> values().size() == 2);
        List<Delivery.Repeatable> before = intake.repeatables();

        first.close();
        intake.commitAll();
        subscribe(version, Map.of());
        publish(device, 3, 1);

        await().atMost(LONG_PATIENCE)
                .untilAsserted(() ->
                        assertThat(values()).containsExactly("d/m=1.0", "d/m=2.0", "d/m=1.0", "d/m=2.0", "d/m=3.0"));
        List<Delivery.Repeatable> after = intake.repeatables();
        int count = after.size();
        assertThat(after.get(count - 2).suspect()).isTrue();
        assertThat(after.get(count - 2).fingerprint())
                .isEqualTo(before.get(before.size() - 1).fingerprint());
        assertThat(after.get(count - 1).suspect()).isFalse();
        assertThat(intake.seen()).filteredOn("+gw-1-field"::equals).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "3.1.1"})
    void whatWasCommittedDoesNotComeAgain(String version) throws Exception {
        Adapter first = subscribe(version, Map.of());
        MqttLink device = device();
        awaitSubscribed(device);
        publish(device, 1, 1);
        await().atMost(LONG_PATIENCE).until(() -> values().size() == 1);
        intake.commitAll();
        first.close();

        subscribe(version, Map.of());
        publish(device, 2, 1);

        await().atMost(LONG_PATIENCE).untilAsserted(() -> assertThat(values()).containsExactly("d/m=1.0", "d/m=2.0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "3.1.1"})
    void aFullIntakeSlowsTheBrokerDownAndNothingIsLost(String version) throws Exception {
        // mosquitto sends 50 to a 3.1.1 client at most, more than the 10 that the adapter wants.
        subscribe(version, Map.of("receive-maximum", 10));
        MqttLink device = device();
        awaitSubscribed(device);
        intake.withRoomFor(5);
        for (int i = 0; i < 100; i++) {
            publish(device, i, 1);
        }
        await().atMost(LONG_PATIENCE).until(() -> intake.refusals() > 0);
        assertThat(values()).hasSizeLessThanOrEqualTo(5);

        intake.commitAll();
        intake.committing();
        intake.makeRoom(Integer.MAX_VALUE);

        List<String> wanted =
                IntStream.range(0, 100).mapToObj(i -> "d/m=" + (double) i).toList();
        await().atMost(LONG_PATIENCE)
                .untilAsserted(() -> assertThat(values().stream().distinct()).containsExactlyElementsOf(wanted));
        assertThat(intake.turnedAway()).isEmpty();
    }

    /** What the broker repeats may come before the link says that it is up again. */
    @Test
    void whatComesAgainAfterACutIsTakenFromTheFirstMessageOnAndNothingMoreOfTheOldConnection() throws Exception {
        BrokerSubscription adapter =
                (BrokerSubscription) rig.start(Map.of("broker", "mqtt://127.0.0.1:1", "receive-maximum", 2));
        intake.withRoomFor(0);
        for (int value = 1; value <= 5; value++) {
            adapter.message(inbound(1, value));
        }
        intake.makeRoom(Integer.MAX_VALUE);
        seen("d/m=1.0", "d/m=2.0", "d/m=3.0");

        adapter.message(inbound(1, 6));
        for (int value = 4; value <= 6; value++) {
            adapter.message(inbound(2, value));
        }
        adapter.up(true);
        adapter.message(inbound(2, 7));

        assertThat(intake.seen())
                .containsExactly("d/m=1.0", "d/m=2.0", "d/m=3.0", "d/m=4.0", "d/m=5.0", "d/m=6.0", "d/m=7.0");
    }

    private static Inbound inbound(long connection, int value) {
        return new Inbound("s/d/m", payload(value), 1, false, false, value, connection, () -> {});
    }

    @Test
    void whatComesWhileOthersWaitForRoomDoesNotOvertakeThem() throws Exception {
        subscribe("5", Map.of());
        MqttLink device = device();
        awaitSubscribed(device);
        intake.withRoomFor(0);
        publish(device, 1, 1);
        await().atMost(LONG_PATIENCE).until(() -> intake.refusals() > 0);

        intake.withRoomFor(1);
        publish(device, 2, 1);
        publish(device, 3, 0);
        await().atMost(LONG_PATIENCE)
                .untilAsserted(() -> assertThat(intake.turnedAway()).containsExactly("field"));
        intake.makeRoom(Integer.MAX_VALUE);

        await().atMost(LONG_PATIENCE).untilAsserted(() -> assertThat(values()).containsExactly("d/m=1.0", "d/m=2.0"));
    }

    @Test
    void sessionsOfEarlierClientIdsEndAndOneThatTheBrokerLostBeginsAnew() throws Exception {
        rig.sessions.addAll(List.of("old-id", "gw-1-field"));
        Adapter first = subscribe("5", Map.of());
        assertThat(intake.seen()).as("before anything of the broker").startsWith("-old-id");
        await().atMost(LONG_PATIENCE).until(() -> first.status().connected());

        await().atMost(LONG_PATIENCE)
                .untilAsserted(() -> assertThat(intake.seen())
                        .as("the broker did not have it")
                        .containsExactly("-old-id", "+gw-1-field"));
    }

    @Test
    void aBrokerThatSendsMoreThanMaxPacketIsCutOffAndTheOthersMessagesStillCome() throws Exception {
        Adapter adapter = subscribe("3.1.1", Map.of("max-packet", "1 KiB"));
        MqttLink device = device();
        awaitSubscribed(device);

        // the trouble is over at the next connection, so it is made until it is seen
        await().atMost(LONG_PATIENCE).untilAsserted(() -> {
            device.publish("s/d/m", new byte[5_000], 0, false).get(60, TimeUnit.SECONDS);
            assertThat(adapter.status().trouble().toString()).contains("the limit is 1024");
        });
        await().atMost(LONG_PATIENCE).until(() -> adapter.status().connected());
        publish(device, 7, 1);
        await().atMost(LONG_PATIENCE).untilAsserted(() -> assertThat(values()).contains("d/m=7.0"));
    }

    @Test
    void qos0MessagesThatFindNoRoomAreCounted() throws Exception {
        subscribe("5", Map.of());
        MqttLink device = device();
        awaitSubscribed(device);
        intake.withRoomFor(0);

        publish(device, 1, 0);

        await().atMost(LONG_PATIENCE)
                .untilAsserted(() -> assertThat(intake.turnedAway()).containsExactly("field"));
    }

    @Test
    void anAbsentBrokerIsTroubleButNoFailure() throws Exception {
        Adapter adapter = rig.start(Map.of("broker", "mqtt://127.0.0.1:1"));

        await().atMost(LONG_PATIENCE)
                .untilAsserted(
                        () -> assertThat(adapter.status().trouble().toString()).contains("cannot be reached"));
        assertThat(adapter.status().connected()).isFalse();
        assertThat(adapter.listening()).isEmpty();
    }

    @Test
    void comesBackAfterTheBrokerWasKilled() throws Exception {
        intake.committing();
        Adapter adapter = subscribe("5", Map.of());
        await().atMost(LONG_PATIENCE).until(() -> adapter.status().connected());
        broker.close();
        await().atMost(LONG_PATIENCE).until(() -> !adapter.status().connected());
        broker.start();
        MqttLink device = device();

        await().atMost(LONG_PATIENCE).untilAsserted(() -> {
            publish(device, 7, 1);
            assertThat(values()).contains("d/m=7.0");
        });
    }
}
