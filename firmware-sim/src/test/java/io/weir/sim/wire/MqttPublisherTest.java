package io.weir.sim.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The publisher against a server that is scripted by hand over a real socket. */
class MqttPublisherTest {
    private final RecordingAnswers answers = new RecordingAnswers();
    private final ExecutorService background = Executors.newSingleThreadExecutor();
    private ServerSocket server = unbound();

    private static ServerSocket unbound() {
        try {
            return new ServerSocket();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void listen() throws IOException {
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        background.shutdownNow();
    }

    /** One connection as the server sees it. */
    private record Peer(Socket socket, MqttServerSide mqtt) {
        MqttServerSide.Publish take() throws IOException {
            return mqtt.publish(mqtt.next());
        }

        List<String> takeAll(int count) throws IOException {
            List<String> seen = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                MqttServerSide.Publish publish = take();
                seen.add(publish.packetId()
                        + (publish.again() ? " again " : " ")
                        + StandardCharsets.UTF_8.decode(publish.payload()));
            }
            return seen;
        }
    }

    @ParameterizedTest
    @EnumSource(MqttVersion.class)
    void sendsTheUnacknowledgedAgainInOrderWithTheirIdsAndMarked(MqttVersion version) throws Exception {
        try (MqttPublisher publisher = publisher(version, 8)) {
            Peer first = connect(publisher, false);
            offer(publisher, 0, 1, 2, 3);
            assertThat(first.takeAll(4)).containsExactly("1 m0", "2 m1", "3 m2", "4 m3");
            first.mqtt().acknowledge(PacketType.PUBACK, 2);
            workUntil(publisher, 3);
            first.socket().close();
            workUntilBroken(publisher);

            Peer second = connect(publisher, true);

            assertThat(second.takeAll(3)).containsExactly("1 again m0", "3 again m2", "4 again m3");
            assertThat(answers.accepted).containsExactly(1);
            assertThat(publisher.resent()).isEqualTo(3);
            second.socket().close();
        }
    }

    @Test
    void sendsAsNewWhatAServerWithoutASessionCannotKnow() throws Exception {
        try (MqttPublisher publisher = publisher(MqttVersion.V3_1_1, 8)) {
            Peer first = connect(publisher, false);
            offer(publisher, 0);
            first.takeAll(1);
            first.socket().close();
            workUntilBroken(publisher);

            Peer second = connect(publisher, false);

            assertThat(second.takeAll(1)).containsExactly("1 m0");
            assertThat(publisher.forgottenSessions()).isEqualTo(1);
            second.socket().close();
        }
    }

    @Test
    void leavesNoMoreUnacknowledgedThanItsWindow() throws Exception {
        try (MqttPublisher publisher = publisher(MqttVersion.V5, 2)) {
            Peer peer = connect(publisher, false);
            offer(publisher, 0, 1);

            assertThat(publisher.offer(2, "t", bytes("m2"))).isEqualTo(Offer.LATER);
            peer.takeAll(2);
            peer.mqtt().acknowledge(PacketType.PUBACK, 1);
            workUntil(publisher, 1);
            assertThat(publisher.offer(2, "t", bytes("m2"))).isEqualTo(Offer.TAKEN);
            peer.socket().close();
        }
    }

    @Test
    void countsNothingAsAcknowledgedWhileItIsDeaf() throws Exception {
        try (MqttPublisher publisher = publisher(MqttVersion.V3_1_1, 8)) {
            Peer first = connect(publisher, false);
            publisher.turnDeaf();
            offer(publisher, 0);
            first.takeAll(1);
            first.mqtt().acknowledge(PacketType.PUBACK, 1);
            publisher.work(Duration.ofMillis(50));
            assertThat(answers.accepted).isEmpty();
            publisher.breakConnection();

            Peer second = connect(publisher, true);

            assertThat(second.takeAll(1)).containsExactly("1 again m0");
            first.socket().close();
            second.socket().close();
        }
    }

    @Test
    void hasNowhereToSendWithoutAConnection() throws Exception {
        try (MqttPublisher publisher = publisher(MqttVersion.V3_1_1, 8)) {
            assertThat(publisher.offer(0, "t", bytes("m0"))).isEqualTo(Offer.LATER);
        }
    }

    private MqttPublisher publisher(MqttVersion version, int window) {
        InetSocketAddress address = (InetSocketAddress) server.getLocalSocketAddress();
        return new MqttPublisher(
                new MqttSettings(address, version, "device", "", "", window, Duration.ofSeconds(30)), 1, answers);
    }

    private Peer connect(MqttPublisher publisher, boolean sessionPresent) throws Exception {
        Future<Peer> accepted = inBackground(() -> {
            Socket socket = server.accept();
            MqttServerSide mqtt = new MqttServerSide(socket.getInputStream(), socket.getOutputStream());
            mqtt.greet(sessionPresent, 0);
            return new Peer(socket, mqtt);
        });
        int before = publisher.connections();
        while (publisher.connections() == before) {
            publisher.work(Duration.ofMillis(20));
        }
        return accepted.get();
    }

    private <T> Future<T> inBackground(Callable<T> work) {
        return background.submit(work);
    }

    private static void offer(MqttPublisher publisher, int... entries) {
        for (int entry : entries) {
            assertThat(publisher.offer(entry, "t", bytes("m" + entry))).isEqualTo(Offer.TAKEN);
        }
    }

    private static void workUntil(MqttPublisher publisher, int unanswered) throws InterruptedException {
        while (publisher.unanswered() > unanswered) {
            publisher.work(Duration.ofMillis(20));
        }
    }

    private static void workUntilBroken(MqttPublisher publisher) throws InterruptedException {
        while (publisher.isConnected()) {
            publisher.work(Duration.ofMillis(20));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
