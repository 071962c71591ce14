package io.weir.device.coap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.device.Arrival;
import io.weir.device.Delivery;
import io.weir.device.Value;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens to a datagram that comes twice, seen from the wire. */
class RetransmissionTest {

    private static final int SOON = 60_000;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Gateway gateway = new Gateway();
    private final AtomicLong nanos = new AtomicLong();
    private CoapAdapter adapter = gateway.adapter(Map.of(), nanos::get);

    @BeforeEach
    void start() throws IOException {
        adapter.start();
    }

    @AfterEach
    void stop() {
        adapter.close();
    }

    private RawDevice device() throws IOException {
        return new RawDevice(adapter.listening().getOrDefault("", ""));
    }

    private static List<RawDevice.Heard> heardUntil(RawDevice device, int mid) throws IOException {
        List<RawDevice.Heard> before = new ArrayList<>();
        for (RawDevice.Heard heard = device.hear(SOON).orElseThrow();
                heard.mid() != mid;
                heard = device.hear(SOON).orElseThrow()) {
            before.add(heard);
        }
        return before;
    }

    private List<Double> values() {
        return gateway.arrivals.stream()
                .flatMap(arrival -> ((Arrival.Content.Decoded) arrival.content()).readings().stream())
                .map(reading -> ((Value.Num) reading.value()).value())
                .toList();
    }

    private List<Delivery> deliveries() {
        return gateway.arrivals.stream().map(Arrival.Message::delivery).toList();
    }

    @Test
    void aRetransmissionWhileTheFirstIsInTheAirIsOneArrivalAndOneAnswer() throws IOException {
        try (RawDevice device = device()) {
            byte[] datagram = RawDevice.post(RawDevice.CON, 0x1234, "1", "d1", "m");

            device.send(datagram);
            device.send(datagram);
            // this one comes after both on the one protocol thread
            device.send(RawDevice.post(RawDevice.CON, 0x1235, "2", "d1", "m"));
            await().atMost(PATIENCE).until(() -> values().contains(2.0));
            gateway.commitAll();

            assertThat(device.hear(SOON)).contains(new RawDevice.Heard(RawDevice.ACK, RawDevice.CHANGED, 0x1234));
            assertThat(device.hear(SOON)).contains(new RawDevice.Heard(RawDevice.ACK, RawDevice.CHANGED, 0x1235));
            assertThat(values()).containsExactly(1.0, 2.0);
        }
    }

    @Test
    void aRetransmissionAfterTheCommitGetsTheSameAnswerAndIsNoArrival() throws IOException {
        gateway.commitsAtOnce = true;
        try (RawDevice device = device()) {
            byte[] datagram = RawDevice.post(RawDevice.CON, 0x1234, "1", "d1", "m");

            device.send(datagram);
            Optional<RawDevice.Heard> first = device.hear(SOON);
            device.send(datagram);
            Optional<RawDevice.Heard> second = device.hear(SOON);

            assertThat(first).contains(new RawDevice.Heard(RawDevice.ACK, RawDevice.CHANGED, 0x1234));
            assertThat(second).isEqualTo(first);
            assertThat(gateway.arrivals).hasSize(1);
        }
    }

    @Test
    void aRetransmissionThatWasNotYetAnsweredCausesNoAnswerByItself() throws IOException {
        try (RawDevice device = device()) {
            byte[] datagram = RawDevice.post(RawDevice.CON, 0x1234, "1", "d1", "m");

            device.send(datagram);
            device.send(datagram);
            // this one comes after both on the one protocol thread
            device.send(RawDevice.post(RawDevice.CON, 0x1235, "2", "d1", "m"));
            await().atMost(PATIENCE).until(() -> values().contains(2.0));
            // what cannot be read is reset at once, so it shows what was sent before
            device.send(new byte[] {0x40, 0x01, 0x11, 0x11, (byte) 0xFF});

            assertThat(heardUntil(device, 0x1111)).isEmpty();
            assertThat(values()).containsExactly(1.0, 2.0);
        }
    }

    @Test
    void aSlowCommitIsAcceptedFirstAndAnsweredSeparately() throws IOException {
        try (RawDevice device = device()) {
            device.send(RawDevice.post(RawDevice.CON, 0x1234, "1", "d1", "m"));
            await().atMost(PATIENCE).until(() -> gateway.arrivals.size() == 1);

            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
            Optional<RawDevice.Heard> accepted = device.hear(SOON);
            gateway.commitAll();
            Optional<RawDevice.Heard> answered = device.hear(SOON);
            device.send(RawDevice.emptyAck(answered.orElseThrow().mid()));

            assertThat(accepted).contains(new RawDevice.Heard(RawDevice.ACK, RawDevice.EMPTY, 0x1234));
            assertThat(answered).map(RawDevice.Heard::type).contains(RawDevice.CON);
            assertThat(answered).map(RawDevice.Heard::code).contains(RawDevice.CHANGED);
        }
    }

    @Test
    void aDeviceThatRebootedMayBeginAgainWithTheSameMessageId() throws IOException {
        gateway.commitsAtOnce = true;
        try (RawDevice device = device()) {
            device.send(RawDevice.post(RawDevice.CON, 1, "1", "d1", "m"));
            device.hear(SOON);
            device.send(RawDevice.post(RawDevice.CON, 1, "2", "d1", "m"));
            device.hear(SOON);

            assertThat(gateway.arrivals).hasSize(2);
            assertThat(deliveries()).doesNotHaveDuplicates();
        }
    }

    @Test
    void aRetransmissionToARestartedGatewayIsASuspectWithTheSameFingerprint() throws IOException {
        gateway.commitsAtOnce = true;
        String address = adapter.listening().getOrDefault("", "");
        try (RawDevice device = device()) {
            byte[] datagram = RawDevice.post(RawDevice.CON, 0x1234, "1", "d1", "m");
            device.send(datagram);
            device.hear(SOON);

            adapter.close();
            adapter = gateway.adapter(Map.of("listen", address), nanos::get);
            adapter.start();
            device.send(datagram);
            await().atMost(PATIENCE).until(() -> gateway.arrivals.size() == 2);

            assertThat(deliveries().get(1)).isEqualTo(deliveries().get(0));
            Delivery.Repeatable delivery = (Delivery.Repeatable) deliveries().get(1);
            assertThat(delivery.suspect()).isTrue();
            assertThat(delivery.peer()).isEqualTo(device.address());
            assertThat(delivery.memory()).isEqualTo(16);
        }
    }
}
