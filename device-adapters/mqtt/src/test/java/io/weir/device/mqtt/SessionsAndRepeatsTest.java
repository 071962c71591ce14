package io.weir.device.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.device.Adapter;
import io.weir.device.Delivery;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionsAndRepeatsTest extends RigTest {

    SessionsAndRepeatsTest() {
        super(new FakeIntake());
    }

    private RawClient durable(int port, int version, String id) throws IOException {
        RawClient client = RawClient.durable(port, version, id);
        track(client);
        return client;
    }

    private static int sessionPresent(RawClient client) throws IOException {
        RawClient.Packet connack = client.read(2);
        assertThat(connack.body().get(1)).isZero();
        return connack.body().get(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void aNewDurableSessionIsOnDiskBeforeItsClientHearsOfIt(int version) throws Exception {
        int port = rig.endpoint(Map.of());
        RawClient client = durable(port, version, "pump");
        client.send(client.publish(1, false, "s/d/m", "1"));

        seen("+pump");
        assertThat(client.hasAnswer()).isFalse();
        intake.commitAll();

        assertThat(sessionPresent(client)).isZero();
        seen("+pump", "d/m=1.0");
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void aRepeatOnTheNextConnectionIsSuspectAndHasTheSameFingerprint(int version) throws Exception {
        intake.committing();
        int port = rig.endpoint(Map.of());
        RawClient first = durable(port, version, "pump");
        assertThat(sessionPresent(first)).isZero();
        first.send(first.publish(5, false, "s/d/m", "1"), first.publish(6, false, "s/d/m", "1"));
        first.pubacks(2);
        first.close();

        RawClient second = durable(port, version, "pump");
        assertThat(sessionPresent(second)).isOne();
        second.send(second.publish(6, true, "s/d/m", "1"), second.publish(7, false, "s/d/m", "2"));
        second.pubacks(2);

        List<Delivery.Repeatable> deliveries = intake.repeatables();
        assertThat(deliveries).extracting(Delivery.Repeatable::suspect).containsExactly(false, false, true, false);
        assertThat(deliveries).extracting(Delivery.Repeatable::peer).containsOnly("pump");
        assertThat(deliveries.get(2).fingerprint())
                .isEqualTo(deliveries.get(1).fingerprint())
                .isNotEqualTo(deliveries.get(0).fingerprint());
        assertThat(deliveries.get(0).memory()).isEqualTo(1024);
        assertThat(intake.seen()).filteredOn("+pump"::equals).hasSize(1);
    }

    @Test
    void theFingerprintTellsTopicPayloadAndPacketIdApart() throws Exception {
        intake.committing();
        int port = rig.endpoint(Map.of());
        RawClient client = durable(port, 4, "pump");
        sessionPresent(client);

        client.send(
                client.publish(1, false, "s/d/m", "1"),
                client.publish(1, false, "s/d/m", "2"),
                client.publish(1, false, "s/d/n", "1"),
                client.publish(2, false, "s/d/m", "1"));
        client.pubacks(4);

        assertThat(intake.repeatables())
                .extracting(Delivery.Repeatable::fingerprint)
                .doesNotHaveDuplicates();
        assertThat(intake.repeatables().get(3).fingerprint() >>> 32).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void aSessionThatSurvivedARestartIsPresentAtOnce(int version) throws Exception {
        rig.sessions.add("pump");
        int port = rig.endpoint(Map.of());

        RawClient client = durable(port, version, "pump");

        assertThat(sessionPresent(client)).isOne();
        assertThat(intake.seen()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void aCleanStartForgetsTheSessionAndWhatFollowsCannotBeARepeat(int version) throws Exception {
        intake.committing();
        rig.sessions.add("pump");
        int port = rig.endpoint(Map.of());
        RawClient client = RawClient.clean(port, version, "pump");
        track(client);

        client.send(client.publish(1, true, "s/d/m", "1"));
        client.pubacks(1);

        assertThat(intake.seen()).containsExactly("-pump", "d/m=1.0");
        assertThat(intake.messages().get(0).delivery()).isEqualTo(new Delivery.Once());
        client.close();
        RawClient next = durable(port, version, "pump");
        assertThat(sessionPresent(next)).isZero();
    }

    @Test
    void anMqtt5CleanStartWithExpiryBeginsAFreshSessionThatIsKept() throws Exception {
        intake.committing();
        rig.sessions.add("pump");
        int port = rig.endpoint(Map.of());
        RawClient fresh = RawClient.v5(port);
        track(fresh);
        fresh.send(fresh.connect("pump", RawClient.CLEAN, 0, 60));

        assertThat(sessionPresent(fresh)).isZero();
        assertThat(intake.seen()).containsExactly("+pump");
        fresh.close();
        assertThat(sessionPresent(durable(port, 5, "pump"))).isOne();
    }

    @Test
    void anMqtt5SessionEndsWithItsExpiryInterval() throws Exception {
        intake.committing();
        int port = rig.endpoint(Map.of());
        RawClient client = RawClient.v5(port);
        track(client);
        client.send(client.connect("pump", 0, 0, 1));
        assertThat(sessionPresent(client)).isZero();

        client.close();

        seen("+pump", "-pump");
    }

    @Test
    void anMqtt5SessionWithoutExpiryEndsWithItsConnection() throws Exception {
        intake.committing();
        rig.sessions.add("pump");
        int port = rig.endpoint(Map.of());
        RawClient client = RawClient.v5(port);
        track(client);
        client.send(client.connect("pump", 0, 0, 0));
        assertThat(sessionPresent(client)).isOne();

        client.close();

        seen("-pump");
    }

    @Test
    void tooManySessionsEndTheOneThatIsAwayLongest() throws Exception {
        intake.committing();
        int port = rig.endpoint(Map.of("max-sessions", 2));
        for (String id : List.of("a", "b", "c")) {
            RawClient client = durable(port, 4, id);
            sessionPresent(client);
            client.send(new byte[] {(byte) 0xE0, 0});
            assertThat(client.last()).isEmpty();
        }

        seen("+a", "+b", "-a", "+c");
        assertThat(sessionPresent(durable(port, 4, "c"))).isOne();
    }

    @Test
    void aTakeoverKeepsTheSession() throws Exception {
        intake.committing();
        int port = rig.endpoint(Map.of());
        RawClient first = durable(port, 5, "pump");
        sessionPresent(first);

        RawClient second = durable(port, 5, "pump");

        assertThat(sessionPresent(second)).isOne();
        assertThat(first.last()).isPresent();
        second.close();
        assertThat(sessionPresent(durable(port, 5, "pump"))).isOne();
        assertThat(intake.seen()).containsExactly("+pump");
    }

    @Test
    void aSessionThatFindsTheIntakeFullWaitsForRoom() throws Exception {
        intake.withRoomFor(0);
        int port = rig.endpoint(Map.of());
        RawClient client = durable(port, 4, "pump");
        await().atMost(PATIENCE).until(() -> intake.waiting() == 1);

        intake.makeRoom(10);
        seen("+pump");
        intake.commitAll();

        assertThat(sessionPresent(client)).isZero();
    }

    @Test
    void aDelayedWillIsNotPublishedWhenTheClientReturnsInTime() throws Exception {
        intake.committing();
        Adapter adapter = rig.start(Map.of("listen", "127.0.0.1:0"));
        int port = Rig.port(adapter, "");
        RawClient client = RawClient.v5(port);
        track(client);
        byte[] connect = client.connect("pump", 0x04, 0, 3600, "s/will/m", "1");
        // The will's properties, empty as the client of bytes writes them, become a delay of 3600 seconds.
        client.send(withWillDelay(connect));
        sessionPresent(client);
        client.close();
        await().atMost(PATIENCE).until(() -> adapter.status().peers() == 0);

        RawClient again = durable(port, 5, "pump");

        assertThat(sessionPresent(again)).isOne();
        assertThat(intake.seen()).containsExactly("+pump");
    }

    private static byte[] withWillDelay(byte[] connect) {
        // head 2, "MQTT" 6, level, flags, keep-alive 2, properties 6, "pump" 6
        int at = 2 + 6 + 1 + 1 + 2 + 6 + 6;
        byte[] longer = new byte[connect.length + 5];
        System.arraycopy(connect, 0, longer, 0, at);
        System.arraycopy(new byte[] {5, 0x18, 0, 0, 0x0E, 0x10}, 0, longer, at, 6);
        System.arraycopy(connect, at + 1, longer, at + 6, connect.length - at - 1);
        longer[1] = (byte) (connect[1] + 5);
        return longer;
    }
}
