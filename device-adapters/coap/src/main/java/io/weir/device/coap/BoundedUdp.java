package io.weir.device.coap;

import java.net.DatagramPacket;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.californium.elements.UDPConnector;
import org.eclipse.californium.elements.config.Configuration;

/**
 * Californium's socket, but with a bound on what waits behind it: its reader hands every datagram to an unbounded queue,
 * which grows for as long as a flood is faster than the parser. A datagram dropped here is one that the network lost: a
 * confirmable one comes again.
 */
final class BoundedUdp extends UDPConnector {

    /** Waiting pieces of work; a request makes about three. */
    private static final int MAX_BACKLOG = 3_000;

    private final ProtocolThread protocol;
    private final int maxDatagramBytes;
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong oversized = new AtomicLong();

    BoundedUdp(InetSocketAddress address, Configuration tuning, ProtocolThread protocol, int maxDatagramBytes) {
        super(address, tuning);
        this.protocol = protocol;
        this.maxDatagramBytes = maxDatagramBytes;
    }

    @Override
    public void processDatagram(DatagramPacket datagram) {
        if (datagram.getLength() > maxDatagramBytes) {
            oversized.incrementAndGet();
        } else if (protocol.backlog() >= MAX_BACKLOG) {
            dropped.incrementAndGet();
        } else {
            super.processDatagram(datagram);
        }
    }

    long dropped() {
        return dropped.get();
    }

    long oversized() {
        return oversized.get();
    }
}
