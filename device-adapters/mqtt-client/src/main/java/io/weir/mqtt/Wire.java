package io.weir.mqtt;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One connection of one protocol version, used once: opened, used, left or dropped. Opened, subscribed and ended by the
 * link's thread; {@link #publish} and acknowledgements by any.
 */
interface Wire {

    /** What the link is told. Called by Paho's threads; must not block. */
    interface Events {
        void arrived(Inbound message);

        void lost(String reason);

        /** The number of this connection, for {@link Inbound#connection}. */
        long connection();
    }

    /**
     * Connects; true when the broker still had the session.
     *
     * @throws ConnectRefusedException when it did not come about; the wire must be dropped then too
     */
    boolean open(Duration timeout) throws IOException, InterruptedException;

    /** The filters that the broker refused, with its words; empty when all is well. */
    List<String> subscribe(List<Subscription> subscriptions, Duration timeout) throws IOException;

    /** Completes when the broker has answered (QoS 1) or the bytes are on their way (QoS 0). Never blocks. */
    CompletableFuture<Void> publish(String topic, byte[] payload, int qos, boolean retained);

    /** Says goodbye, so that no will is published, and ends. */
    void leave();

    /** Ends without a word: sockets closed, threads stopped, unanswered publishes failed. */
    void drop();

    /** Not by an interrupted thread: Paho would not wait for the goodbye to leave. */
    static void end(Wire wire, boolean leaving) {
        boolean interrupted = Thread.interrupted();
        if (leaving) {
            wire.leave();
        } else {
            wire.drop();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
