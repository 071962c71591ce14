package io.weir.device;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Brings messages in from one protocol. Started and closed by the gateway's life-cycle thread; everything else happens on
 * the adapter's own threads.
 */
public interface Adapter extends AutoCloseable {

    /**
     * Begins; returns when it listens, or when it has begun to try to reach a broker (an absent broker is no failure).
     *
     * @throws IOException when it can never work as configured: port taken, certificate unreadable, no such pin. The message
     *     names the value and what to do
     */
    void start() throws IOException;

    /**
     * Where it listens, by kind: {@code ""} for the plain listener, {@code "tls"} ..., as {@code host:port} with the port
     * that was really bound. Empty for an adapter that only connects.
     */
    Map<String, String> listening();

    /** For people and dashboards; a snapshot, any thread. */
    Status status();

    /** Stops taking messages. Acknowledgements that come later are dropped: their senders will repeat. Idempotent. */
    @Override
    void close();

    /**
     * How an adapter is doing.
     *
     * @param connected whether it can receive now
     * @param peers devices or clients connected now
     * @param trouble newest troubles first, at most a few, in words for the operator; empty when all is well
     */
    record Status(boolean connected, int peers, List<String> trouble) {
        public Status {
            trouble = List.copyOf(trouble);
        }
    }
}
