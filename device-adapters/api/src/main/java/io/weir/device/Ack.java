package io.weir.device;

/** What the sender is told once its message is durable. */
@FunctionalInterface
public interface Ack {

    Ack NONE = () -> {};

    /**
     * Everything that the message caused has been synced to disk. Called once, by the committer's thread, in the order in
     * which messages were offered: it must not block and must not throw; hand the answer to the thread that owns the
     * connection. Never called for a message that was not made durable.
     */
    void committed();
}
