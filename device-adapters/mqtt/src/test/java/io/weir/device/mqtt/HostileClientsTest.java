package io.weir.device.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.device.Adapter;
import io.weir.device.mqtt.RawClient.Packet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileClientsTest extends RigTest {

    private static final int HUGE_BYTES = 268_435_455;

    private Adapter adapter;
    private int port;

    HostileClientsTest() {
        super(new FakeIntake().committing());
    }

    @BeforeEach
    void startEndpoint() throws IOException {
        adapter = rig.start(Map.of("listen", "127.0.0.1:0"));
        port = Rig.port(adapter, "");
    }

    private RawClient client(int version) throws IOException {
        RawClient client = RawClient.clean(port, version, "c" + version);
        track(client);
        return client;
    }

    private void assertAlive() throws IOException {
        try (RawClient other = RawClient.clean(port, 4, "honest")) {
            other.send(other.publish(1, false, "s/honest/m", "1"));
            assertThat(other.pubacks(1)).containsExactly(1);
        }
    }

    private static byte[] hugeHead(int firstByte) {
        return new byte[] {(byte) firstByte, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x7F};
    }

    /** MQTT allows 256 MiB less a byte; a "300 MB packet" cannot even be written down. */
    @Test
    void theLargestPacketOfMqttIsRefusedAtItsHeaderAndTheClientHearsWhy() throws Exception {
        RawClient client = client(5);
        long heapBefore = usedHeap();

        client.send(hugeHead(0x32));
        byte[] piece = new byte[1 << 20];
        Thread pouring = new Thread(() -> {
            try {
                for (int sent = 0; sent < HUGE_BYTES; sent += piece.length) {
                    client.send(piece);
                }
            } catch (IOException cutOff) {
                // As it should be.
            }
        });
        pouring.setDaemon(true);
        pouring.start();

        assertThat(client.last().map(Packet::toString)).contains("e0:9500");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(intake.seen()).containsExactly("!too-large"));
        assertThat(usedHeap() - heapBefore).isLessThan(64L << 20);
        assertThat(adapter.status().trouble().toString())
                .contains("a packet of 268435460 bytes; max-packet allows 262144");
        assertAlive();
        client.close();
        pouring.join();
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void aHugeMqtt5PropertySectionIsRefusedAtTheHeaderToo() throws Exception {
        RawClient client = client(5);
        ByteArrayOutputStream start = new ByteArrayOutputStream();
        start.writeBytes(hugeHead(0x32));
        RawClient.text(start, "s/d/m");
        start.writeBytes(new byte[] {0, 1, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x7F});

        client.send(start.toByteArray());

        assertThat(client.last().map(Packet::toString)).contains("e0:9500");
    }

    @Test
    void a311ClientWithAHugePacketIsCutOff() throws Exception {
        RawClient client = client(4);

        client.send(client.publish(1, false, "s/d/m", "1"));
        assertThat(client.pubacks(1)).containsExactly(1);
        client.send(hugeHead(0x32));

        assertThat(client.last()).isEmpty();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(intake.seen()).containsExactly("d/m=1.0", "!too-large"));
        assertAlive();
    }

    @Test
    void aPacketOfExactlyTheLimitIsTaken() throws Exception {
        RawClient client = client(5);
        int limit = 256 * 1024;
        String payload = "0".repeat(limit - 4 - 2 - "s/d/m".length() - 2 - 1);

        byte[] exact = client.publish(1, false, "s/d/m", payload);
        assertThat(exact).hasSize(limit);
        client.send(exact);
        assertThat(client.pubacks(1)).containsExactly(1);
        client.send(client.publish(2, false, "s/d/m", payload + "0"));

        assertThat(client.last().map(Packet::toString)).contains("e0:9500");
    }

    @Test
    void aConnectMayNotBeHugeEither() throws Exception {
        RawClient client = RawClient.v3(port);
        track(client);

        client.send(hugeHead(0x10));

        assertThat(client.last()).isEmpty();
        assertThat(adapter.status().trouble().toString()).contains("max-packet allows 524288");
    }

    @Test
    void breachesOfMqtt5AreAnsweredWithTheirReason() throws Exception {
        @SuppressWarnings("ArrayRecordComponent")
        record Breach(String answer, byte[] bytes) {}
        RawClient shape = client(5);
        byte[] alias = RawClient.packet(0x32, new byte[] {0, 1, 'a', 0, 1, 3, 0x23, 0, 1, '1'});
        byte[] noTopic = RawClient.packet(0x32, new byte[] {0, 0, 0, 1, 0, '1'});
        byte[] nul = RawClient.packet(0x32, new byte[] {0, 3, 'a', 0, 'b', 0, 1, 0});
        byte[] qos2 = RawClient.packet(0x34, new byte[] {0, 1, 'a', 0, 1, 0});
        List<Breach> breaches = List.of(
                new Breach("e0:9b00", qos2),
                new Breach("e0:9400", alias),
                new Breach("e0:8200", noTopic),
                new Breach("e0:9000", nul),
                new Breach("e0:8100", shape.publish(1, false, "a/#", "1")),
                new Breach("e0:8100", RawClient.packet(0x36, new byte[] {0, 1, 'a', 0, 1, 0})),
                new Breach("e0:8100", RawClient.packet(0x32, new byte[] {0, 1, 'a', 0, 0, 0})),
                new Breach("e0:8100", RawClient.packet(0x80, new byte[] {0, 1, 0})),
                new Breach("e0:8200", shape.connect("again", RawClient.CLEAN, 0, 0)),
                new Breach("e0:8200", new byte[] {0x40, 2, 0, 1}),
                new Breach("e0:8200", new byte[] {(byte) 0xD0, 0}),
                new Breach("e0:8100", new byte[] {0x32, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 1}));

        for (Breach breach : breaches) {
            RawClient client = client(5);
            client.send(breach.bytes());
            assertThat(client.last().map(Packet::toString)).contains(breach.answer());
        }
        assertAlive();
    }

    @Test
    void refusedConnectsHearWhyInTheirOwnVersion() throws Exception {
        RawClient shape5 = RawClient.v5(port);
        RawClient shape3 = RawClient.v3(port);
        track(shape5);
        track(shape3);
        byte[] version3 = shape3.connect("c", RawClient.CLEAN, 0, 0);
        version3[8] = 9;
        Map<String, byte[]> refusals = Map.of(
                "20:0001", version3,
                "20:009b00", shape5.connect("c", RawClient.CLEAN | 0x04 | 0x10, 0, 0, "w", "x"),
                "20:008500", shape5.connect("x".repeat(300), RawClient.CLEAN, 0, 0),
                "20:0002", shape3.connect("a\u0001b", RawClient.CLEAN, 0, 0));

        for (Map.Entry<String, byte[]> refusal : refusals.entrySet()) {
            RawClient client = RawClient.v5(port);
            track(client);
            client.send(refusal.getValue());
            assertThat(client.last().map(Packet::toString)).contains(refusal.getKey());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aFloodOfGarbageConnectionsHarmsNobody(long seed) throws Exception {
        Random random = new Random(seed);
        RawClient honest = client(4);
        for (int i = 0; i < 400; i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                byte[] garbage = new byte[random.nextInt(300)];
                random.nextBytes(garbage);
                if (random.nextInt(3) == 0 && garbage.length > 0) {
                    garbage[0] = 0x10;
                }
                socket.getOutputStream().write(garbage);
            } catch (IOException cutOff) {
                // As it should be.
            }
        }

        honest.send(honest.publish(1, false, "s/honest/m", "1"));
        assertThat(honest.pubacks(1)).containsExactly(1);
        assertAlive();
        await().atMost(PATIENCE).until(() -> adapter.status().peers() == 1);
    }

    @Test
    void mutatedPacketsOfAConnectedClientHarmNobody() throws Exception {
        for (long seed = 0; seed < 150; seed++) {
            Random random = new Random(seed);
            try (RawClient client = RawClient.clean(port, seed % 2 == 0 ? 5 : 4, "mutant")) {
                byte[] packet = client.publish(1, false, "s/d/m", "1");
                packet[random.nextInt(packet.length)] = (byte) random.nextInt();
                packet[random.nextInt(packet.length)] = (byte) random.nextInt();
                client.send(packet, client.publish(2, false, "s/d/m", "2"), new byte[] {(byte) 0xE0, 0});
            } catch (IOException cutOff) {
                // As it may be.
            }
        }

        assertAlive();
    }

    @Test
    void socketsThatSayNothingMakeRoomForThoseThatDo() throws Exception {
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < Limits.ARRIVING + 50; i++) {
                silent.add(new Socket(InetAddress.getLoopbackAddress(), port));
            }

            assertAlive();
            assertThat(silent.get(0).getInputStream().read())
                    .as("the oldest was closed")
                    .isEqualTo(-1);
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }
}
