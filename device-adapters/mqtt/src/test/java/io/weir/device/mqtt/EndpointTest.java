package io.weir.device.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.device.Adapter;
import io.weir.device.mqtt.RawClient.Packet;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that come and go, and the endpoint itself. */
class EndpointTest extends RigTest {

    EndpointTest() {
        super(new FakeIntake());
    }

    @Test
    void aSecondConnectionWithTheSameIdTakesOverTheFirst() throws Exception {
        int port = rig.endpoint(Map.of());
        RawClient first = track(RawClient.clean(port, 5, "same"));
        RawClient second = track(RawClient.clean(port, 4, "same"));

        assertThat(first.last().map(Packet::toString)).contains("e0:8e00");
        second.assertSilent();
        RawClient third = track(RawClient.clean(port, 5, "same"));
        assertThat(second.last()).isEmpty();
        third.assertSilent();
    }

    @Test
    void aClientWithoutAnIdIsGivenOne() throws Exception {
        int port = rig.endpoint(Map.of());
        RawClient five = track(RawClient.v5(port));
        five.send(five.connect("", RawClient.CLEAN, 0, 0));
        RawClient three = track(RawClient.v3(port));
        three.send(three.connect("", RawClient.CLEAN, 0, 0));
        RawClient durable = track(RawClient.v3(port));
        durable.send(durable.connect("", 0, 0, 0));

        assertThat(five.read(2).toString()).contains("12" + "0029" + "6175746f2d");
        assertThat(three.read(2)).hasToString("20:0000");
        assertThat(durable.last().map(Packet::toString)).contains("20:0002");
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void nobodyCanSubscribeHere(int version) throws Exception {
        int port = rig.endpoint(Map.of());
        RawClient client = track(RawClient.clean(port, version, "c"));

        client.send(client.subscribe(3, "a", "b/#"));

        assertThat(client.read(9)).hasToString(version == 5 ? "90:0003008787" : "90:00038080");
        client.send(
                RawClient.packet(0xA2, version == 5 ? new byte[] {0, 4, 0, 0, 1, 'a'} : new byte[] {0, 4, 0, 1, 'a'}));
        assertThat(client.read(11)).hasToString(version == 5 ? "b0:00040011" : "b0:0004");
    }

    @Test
    void theWillOfALostClientIsAMessageAndThatOfALeavingOneIsNot() throws Exception {
        int port = rig.endpoint(Map.of());
        for (int version : new int[] {4, 5}) {
            RawClient lost = track(version == 5 ? RawClient.v5(port) : RawClient.v3(port));
            lost.send(lost.connect("lost" + version, RawClient.CLEAN | 0x04, 0, 0, "s/will/m", "" + version));
            lost.read(2);
            lost.close();
            RawClient leaving = track(version == 5 ? RawClient.v5(port) : RawClient.v3(port));
            leaving.send(leaving.connect("leaving", RawClient.CLEAN | 0x04, 0, 0, "s/will/m", "99"));
            leaving.read(2);
            leaving.send(new byte[] {(byte) 0xE0, 0});
            assertThat(leaving.last()).isEmpty();
        }

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(intake.seen()).containsExactlyInAnyOrder("will/m=4.0", "will/m=5.0"));
    }

    @Test
    void anMqtt5ClientMayLeaveAndWantItsWillPublished() throws Exception {
        int port = rig.endpoint(Map.of());
        RawClient client = track(RawClient.v5(port));
        client.send(client.connect("c", RawClient.CLEAN | 0x04, 0, 0, "s/will/m", "1"));
        client.read(2);

        client.send(new byte[] {(byte) 0xE0, 1, 4});

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(intake.seen()).containsExactly("will/m=1.0"));
    }

    @Test
    void onlySoManyMayConnectAndTheRestHearWhy() throws Exception {
        Adapter adapter = rig.start(Map.of("listen", "127.0.0.1:0", "max-connections", 2));
        int port = Rig.port(adapter, "");
        track(RawClient.clean(port, 4, "a"));
        RawClient b = track(RawClient.clean(port, 5, "b"));
        RawClient three = track(RawClient.v3(port));
        three.send(three.connect("c", RawClient.CLEAN, 0, 0));
        RawClient five = track(RawClient.v5(port));
        five.send(five.connect("d", RawClient.CLEAN, 0, 0));

        assertThat(three.last().map(Packet::toString)).contains("20:0003");
        assertThat(five.last().map(Packet::toString)).contains("20:008900");
        assertThat(adapter.status().peers()).isEqualTo(2);
        assertThat(adapter.status().trouble().toString()).contains("max-connections (2)");
        RawClient again = track(RawClient.clean(port, 5, "b"));
        again.assertSilent();
        assertThat(b.last()).isPresent();
    }

    @Test
    void aFaultOfADecoderEndsThatConnectionAndNoOther() throws Exception {
        int port = rig.endpoint(Map.of());
        intake.committing();
        RawClient other = track(RawClient.clean(port, 4, "other"));
        RawClient client = track(RawClient.clean(port, 5, "c"));

        client.send(client.publish(1, false, "s/d/m", "bug"));

        assertThat(client.last().map(Packet::toString)).contains("e0:8300");
        other.send(other.publish(1, false, "s/d/m", "1"));
        assertThat(other.pubacks(1)).containsExactly(1);
    }

    @Test
    void closingSaysGoodbyePublishesNoWillAndDropsLateAcknowledgements() throws Exception {
        Adapter adapter = rig.start(Map.of("listen", "127.0.0.1:0"));
        RawClient client = track(RawClient.v5(Rig.port(adapter, "")));
        client.send(client.connect("c", RawClient.CLEAN | 0x04, 0, 0, "s/will/m", "1"));
        client.read(2);
        client.send(client.publish(1, false, "s/d/m", "1"));
        await().atMost(PATIENCE).until(() -> intake.messages().size() == 1);

        adapter.close();
        adapter.close();
        intake.commitAll();

        assertThat(client.last().map(Packet::toString)).contains("e0:8b00");
        assertThat(intake.seen()).containsExactly("d/m=1.0");
        assertThat(adapter.status().connected()).isFalse();
    }

    @Test
    void aTakenPortIsNamed() throws Exception {
        int port = rig.endpoint(Map.of());

        Optional<IOException> trouble = Optional.empty();
        try {
            rig.start(Map.of("listen", "127.0.0.1:" + port));
        } catch (IOException e) {
            trouble = Optional.of(e);
        }

        assertThat(trouble)
                .hasValueSatisfying(e -> assertThat(e.getMessage())
                        .contains("adapters.field.listen: cannot listen on 127.0.0.1:" + port)
                        .contains("another program"));
    }
}
