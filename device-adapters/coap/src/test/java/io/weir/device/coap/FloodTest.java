package io.weir.device.coap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Far more than can be taken: what is remembered stays within its bounds, and the next device is served. */
class FloodTest {

    private static final int DEVICES = 64;
    private static final int EACH = 1_000;
    private static final int MAX_PEERS = 16;

    @Test
    void aFloodLeavesNoMoreBehindThanItsBoundsAndTheNextRequestIsServed() throws IOException {
        Gateway gateway = new Gateway();
        gateway.full = true;
        List<RawDevice> devices = new ArrayList<>();
        try (CoapAdapter adapter = gateway.adapter(Map.of("max-peers", MAX_PEERS))) {
            adapter.start();
            String address = adapter.listening().getOrDefault("", "");
            int mostRemembered = 0;
            int mostPeers = 0;

            for (int i = 0; i < DEVICES; i++) {
                devices.add(new RawDevice(address));
            }
            for (int mid = 0; mid < EACH; mid++) {
                for (RawDevice device : devices) {
                    device.send(RawDevice.post(mid % 2, mid, "1", "d1", "m"));
                }
                mostRemembered = Math.max(mostRemembered, adapter.recent().size());
                mostPeers = Math.max(mostPeers, adapter.status().peers());
            }

            assertThat(mostPeers).isPositive().isLessThanOrEqualTo(MAX_PEERS);
            assertThat(mostRemembered).isLessThanOrEqualTo(MAX_PEERS * Tuning.REMEMBERED_PER_PEER);
            // in this order: what is taken the moment there is room must not wait for a commit that never comes
            gateway.commitsAtOnce = true;
            gateway.full = false;
            await().atMost(Duration.ofMinutes(1)).until(() -> served(address));
            // the protocol thread withdraws what was turned away a moment after the intake said so
            await().atMost(Duration.ofMinutes(1)).until(() -> adapter.inFlight().size() == 0);
        } finally {
            devices.forEach(RawDevice::close);
        }
    }

    /** Each may grow to a mebibyte, and sixteen are allowed: the others are told to begin again, and those go on. */
    @Test
    void longMessagesBegunByManyAreBoundedAndThoseThatWereTakenGoOn() throws IOException {
        Gateway gateway = new Gateway();
        gateway.commitsAtOnce = true;
        List<RawDevice> devices = new ArrayList<>();
        try (CoapAdapter adapter = gateway.adapter(Map.of("max-payload", "1MiB"))) {
            adapter.start();
            List<Integer> begun = new ArrayList<>();
            List<Integer> ended = new ArrayList<>();

            for (int i = 0; i < 20; i++) {
                devices.add(new RawDevice(adapter.listening().getOrDefault("", "")));
                devices.get(i).send(RawDevice.block(1, 0, true, "d1", "m"));
                begun.add(devices.get(i).hear(60_000).orElseThrow().code());
            }
            for (RawDevice device : devices) {
                device.send(RawDevice.block(2, 1, false, "d1", "m"));
                ended.add(device.hear(60_000).orElseThrow().code());
            }

            // what the sixteen brought whole is no number, which is an answer of the decoder
            assertThat(begun).containsOnly(RawDevice.CONTINUE);
            assertThat(ended.subList(0, 16)).containsOnly(RawDevice.BAD_REQUEST);
            assertThat(ended.subList(16, 20)).containsOnly(RawDevice.INCOMPLETE);
            assertThat(gateway.arrivals).hasSize(16);
        } finally {
            devices.forEach(RawDevice::close);
        }
    }

    @Test
    void moreDevicesThanAreRememberedAllGetTheirAnswers() throws IOException {
        Gateway gateway = new Gateway();
        gateway.commitsAtOnce = true;
        try (CoapAdapter adapter = gateway.adapter(Map.of("max-peers", MAX_PEERS))) {
            adapter.start();

            for (int i = 0; i < 3 * MAX_PEERS; i++) {
                try (RawDevice device = new RawDevice(adapter.listening().getOrDefault("", ""))) {
                    device.send(RawDevice.post(RawDevice.NON, 7, "1", "d1", "m"));
                    assertThat(device.hear(60_000)).map(RawDevice.Heard::code).contains(RawDevice.CHANGED);
                }
            }
        }
    }

    private static boolean served(String address) throws IOException {
        try (RawDevice late = new RawDevice(address)) {
            late.send(RawDevice.post(RawDevice.CON, 0x4242, "1", "late", "m"));
            Optional<RawDevice.Heard> answer = late.hear(2_000);
            return answer.equals(Optional.of(new RawDevice.Heard(RawDevice.ACK, RawDevice.CHANGED, 0x4242)));
        }
    }
}
