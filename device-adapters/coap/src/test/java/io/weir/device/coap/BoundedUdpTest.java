package io.weir.device.coap;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.ByteSize;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BoundedUdpTest {

    private final ProtocolThread protocol = new ProtocolThread("test");
    private final AtomicInteger queued = new AtomicInteger();
    private final BoundedUdp socket = new BoundedUdp(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Tuning.of(ByteSize.ofKibibytes(64), 16),
            protocol,
            100);

    @AfterEach
    void stop() {
        protocol.end();
    }

    private void receive(int lengthBytes) {
        byte[] bytes = new byte[lengthBytes];
        socket.processDatagram(
                new DatagramPacket(bytes, bytes.length, new InetSocketAddress(InetAddress.getLoopbackAddress(), 9)));
    }

    private static void awaitUnlessEnded(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void whatWaitsForTheProtocolThreadIsBoundedAndTheRestIsDroppedAndCounted() {
        CountDownLatch busy = new CountDownLatch(1);
        protocol.execute(() -> awaitUnlessEnded(busy));
        socket.setRawDataReceiver(data -> {
            queued.incrementAndGet();
            protocol.execute(() -> {});
        });

        for (int i = 0; i < 10_000; i++) {
            receive(10);
        }

        assertThat(queued.get()).isBetween(2_999, 3_000);
        assertThat(socket.dropped()).isEqualTo(10_000 - queued.get());
        busy.countDown();
    }

    @Test
    void aDatagramThatIsTooLongIsCounted() {
        socket.setRawDataReceiver(data -> queued.incrementAndGet());

        receive(101);
        receive(100);

        assertThat(socket.oversized()).isEqualTo(1);
        assertThat(queued).hasValue(1);
    }
}
