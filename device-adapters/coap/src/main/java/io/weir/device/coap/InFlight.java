package io.weir.device.coap;

import io.weir.device.Ack;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.network.Exchange;

/**
 * Requests that wait for their commit. The response goes out when the commit is done; if that takes long, an empty ACK
 * goes out before, so that a slow disk does not set the device retransmitting. Bounded by the intake. Any thread.
 */
final class InFlight {

    private final Set<Waiting> waiting = ConcurrentHashMap.newKeySet();
    private final long patienceNanos;
    private volatile boolean closed;

    InFlight(Duration patience) {
        patienceNanos = patience.toNanos();
    }

    /** The ack of one request; to be withdrawn if the intake does not take it. */
    final class Waiting implements Ack {
        private final Exchange exchange;
        private final Response response;
        private final long sinceNanos;
        private final AtomicBoolean accepted = new AtomicBoolean();

        private Waiting(Exchange exchange, Response response, long sinceNanos) {
            this.exchange = exchange;
            this.response = response;
            this.sinceNanos = sinceNanos;
        }

        @Override
        public void committed() {
            // Californium hands the response over to its protocol thread; nothing here blocks
            if (waiting.remove(this) && !closed) {
                exchange.sendResponse(response);
            }
        }

        void withdraw() {
            waiting.remove(this);
        }
    }

    Waiting add(Exchange exchange, Response response, long nowNanos) {
        Waiting added = new Waiting(exchange, response, nowNanos);
        waiting.add(added);
        return added;
    }

    /** Sends the empty ACK to all that have waited for long; called every so often. */
    void acceptSlow(long nowNanos) {
        for (Waiting one : waiting) {
            if (nowNanos - one.sinceNanos >= patienceNanos && one.accepted.compareAndSet(false, true)) {
                one.exchange.sendAccept();
            }
        }
    }

    int size() {
        return waiting.size();
    }

    /** From now on nothing is answered: the devices will repeat. */
    void close() {
        closed = true;
        waiting.clear();
    }
}
