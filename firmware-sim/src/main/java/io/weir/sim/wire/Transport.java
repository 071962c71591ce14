package io.weir.sim.wire;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;

/**
 * One device's way to the gateway. Used by one thread, except {@link #close()}, which any thread may call to end a
 * blocked one. What was taken survives any number of broken connections, but not the end of this process.
 */
public interface Transport extends Closeable {
    /** Offers one message under the sender's number for it. */
    Offer offer(int entry, String topic, byte[] payload);

    /** Connects if need be, sends, receives, repeats; returns when something happened or the patience is over. */
    void work(Duration patience) throws InterruptedException;

    /** Messages that were taken and not yet answered. */
    int unanswered();

    /** How many connections there have been. */
    int connections();

    /** How often the far side did not know a session that it should have kept. */
    default int forgottenSessions() {
        return 0;
    }

    /** How many messages were sent again after a broken connection or for want of an answer. */
    long resent();

    @Override
    void close() throws IOException;
}
