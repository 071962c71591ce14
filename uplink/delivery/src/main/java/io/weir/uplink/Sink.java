package io.weir.uplink;

/**
 * The connector to one destination. One thread at a time, the uplink's own: it may block there as long as it answers an
 * interrupt. It keeps no record that it has not been given an answer for: what it did not accept will be sent again.
 */
public interface Sink extends AutoCloseable {

    /**
     * Sends the batch and says what became of it, never earlier than the destination has confirmed it. Foreseen trouble is
     * an answer, not an exception. A sink that accepts a part must not have let a record of a device go before an earlier
     * one of the same stream and device in this batch that it did not accept.
     *
     * @throws InterruptedException when the uplink is being closed; the batch counts as not sent
     */
    SendResult send(Batch batch) throws InterruptedException;

    /** Gives its connections and files back; waits at most about a second. Idempotent. */
    @Override
    void close();
}
