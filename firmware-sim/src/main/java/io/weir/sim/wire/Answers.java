package io.weir.sim.wire;

/**
 * Where a transport reports what became of a message. The entry is the number under which the sender keeps it.
 * Called by the thread that works the transport.
 */
public interface Answers {
    /** The far side has taken responsibility: a PUBACK, a 2.04, a taken edge. */
    void accepted(int entry);

    /** The far side has answered that it will not take the message, ever. */
    void refused(int entry, String reason);
}
