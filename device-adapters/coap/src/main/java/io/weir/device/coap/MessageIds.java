package io.weir.device.coap;

import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.californium.core.network.MessageIdProvider;

/**
 * Message ids for what the gateway sends on its own account: answers to non-confirmable requests, and answers that come
 * after the empty ACK. One counter for all peers needs no memory per peer; Californium's own provider refuses to answer
 * (with a stack trace each) once too many peers were heard. Any thread.
 */
final class MessageIds implements MessageIdProvider {

    /** Californium takes the ids from here on for multicast. */
    static final int FIRST_MULTICAST = 65_000;

    private final AtomicInteger last;

    MessageIds(int start) {
        last = new AtomicInteger(Math.floorMod(start, FIRST_MULTICAST));
    }

    @Override
    public int getNextMessageId(InetSocketAddress peer) {
        return last.updateAndGet(id -> (id + 1) % FIRST_MULTICAST);
    }
}
