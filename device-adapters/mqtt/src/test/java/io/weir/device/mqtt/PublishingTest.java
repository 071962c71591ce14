package io.weir.device.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.device.Delivery;
import io.weir.device.mqtt.RawClient.Packet;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Publishes on their way in and PUBACKs on their way out. */
class PublishingTest extends RigTest {

    PublishingTest() {
        super(new FakeIntake());
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void noPubackLeavesBeforeTheCommit(int version) throws Exception {
        int port = rig.endpoint(Map.of());
        RawClient client = track(RawClient.clean(port, version, "c"));

        client.send(client.publish(7, false, "s/d1/temp", "21.5"));
        seen("d1/temp=21.5");
        client.assertSilent();

        intake.commitAll();
        assertThat(client.read(4)).hasToString("40:0007");
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void pubacksComeInTheOrderOfThePublishesHoweverTheCommitsFall(int version) throws Exception {
        int port = rig.endpoint(Map.of());
        RawClient client = track(RawClient.clean(port, version, "c"));
        byte[][] packets = IntStream.rangeClosed(1, 500)
                .mapToObj(id -> client.publish(id * 3, false, "s/d/m", "" + id))
                .toArray(byte[][]::new);

        client.send(packets);
        await().atMost(PATIENCE).until(() -> intake.messages().size() == 500);
        for (int part : new int[] {1, 99, 250, 150}) {
            intake.commit(part);
        }

        assertThat(client.pubacks(500))
                .isEqualTo(IntStream.rangeClosed(1, 500).mapToObj(id -> id * 3).toList());
    }

    @Test
    void qos0IsTakenOnceAndNotAnswered() throws Exception {
        int port = rig.endpoint(Map.of());
        RawClient client = track(RawClient.clean(port, 4, "c"));

        client.send(client.publish(0, false, "s/d/m", "1"));
        seen("d/m=1.0");
        intake.commitAll();

        client.assertSilent();
        assertThat(intake.messages().get(0).delivery()).isEqualTo(new Delivery.Once());
    }

    @Test
    void packetsMayComeByteByByte() throws Exception {
        int port = rig.endpoint(Map.of());
        RawClient client = track(RawClient.clean(port, 5, "c"));
        intake.committing();

        for (byte each : client.publish(9, false, "s/d/m", "3")) {
            client.send(new byte[] {each});
        }

        assertThat(client.read(4).packetId()).isEqualTo(9);
        seen("d/m=3.0");
    }

    @Test
    void aConnectedClientMaySendMoreThanAConnectMayHold() throws Exception {
        int port = rig.endpoint(Map.of("max-packet", "1 MiB"));
        RawClient client = track(RawClient.clean(port, 4, "c"));
        intake.committing();

        client.send(client.publish(1, false, "s/d/m", " ".repeat(Limits.CONNECT_BYTES) + "7"));

        assertThat(client.pubacks(1)).containsExactly(1);
        seen("d/m=7.0");
    }

    @Test
    void whatCannotBeReadIsCountedAndAcknowledged() throws Exception {
        int port = rig.endpoint(Map.of());
        RawClient client = track(RawClient.clean(port, 4, "c"));
        intake.committing();

        client.send(client.publish(1, false, "s/d/m", "garbage"), client.publish(2, false, "elsewhere", "1"));

        assertThat(client.pubacks(2)).containsExactly(1, 2);
        seen("!undecodable", "!no-topic");
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void aFullIntakePausesTheSocketAndNothingIsLostOrTurnedAround(int version) throws Exception {
        intake.withRoomFor(3);
        int port = rig.endpoint(Map.of());
        RawClient client = track(RawClient.clean(port, version, "c"));
        byte[][] packets = IntStream.rangeClosed(1, 200)
                .mapToObj(id -> client.publish(id, false, "s/d/m", "" + id))
                .toArray(byte[][]::new);

        client.send(packets);
        client.ping();
        await().atMost(PATIENCE).until(() -> intake.waiting() == 1);
        assertThat(intake.messages()).hasSize(3);
        assertThat(client.hasAnswer()).as("the ping behind them is not read").isFalse();
        for (int i = 0; i < 10; i++) {
            intake.makeRoom(5);
            await().atMost(PATIENCE).until(() -> intake.waiting() == 1);
        }
        intake.makeRoom(Integer.MAX_VALUE);

        client.read(13);
        intake.commitAll();
        assertThat(client.pubacks(200))
                .isEqualTo(IntStream.rangeClosed(1, 200).boxed().toList());
        assertThat(intake.turnedAway()).isEmpty();
    }

    @Test
    void of311ClientsNoMoreThanReceiveMaximumIsTakenUnacknowledged() throws Exception {
        int port = rig.endpoint(Map.of("receive-maximum", 10));
        RawClient client = track(RawClient.clean(port, 4, "c"));
        byte[][] packets = IntStream.rangeClosed(1, 25)
                .mapToObj(id -> client.publish(id, false, "s/d/m", "" + id))
                .toArray(byte[][]::new);

        client.send(packets);
        await().atMost(PATIENCE).until(() -> intake.messages().size() == 10);
        intake.commit(10);
        assertThat(client.pubacks(10)).hasSize(10);
        await().atMost(PATIENCE).until(() -> intake.messages().size() == 20);
        intake.commit(10);
        assertThat(client.pubacks(10)).hasSize(10);
        await().atMost(PATIENCE).until(() -> intake.messages().size() == 25);
        intake.commitAll();

        assertThat(client.pubacks(5)).containsExactly(21, 22, 23, 24, 25);
    }

    @Test
    void ofMqtt5ClientsReceiveMaximumIsSaidAndItsBreachEndsTheConnection() throws Exception {
        int port = rig.endpoint(Map.of("receive-maximum", 10));
        RawClient client = track(RawClient.v5(port));
        client.send(client.connect("c", RawClient.CLEAN, 0, 0));
        assertThat(client.read(2).toString())
                .contains("21000a")
                .contains("2401")
                .contains("27" + "00040000");

        byte[][] packets = IntStream.rangeClosed(1, 11)
                .mapToObj(id -> client.publish(id, false, "s/d/m", "" + id))
                .toArray(byte[][]::new);
        client.send(packets);

        assertThat(client.last().map(Packet::toString)).contains("e0:93" + "00");
    }
}
