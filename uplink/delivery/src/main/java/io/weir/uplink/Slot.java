package io.weir.uplink;

import io.weir.buffer.Offset;
import java.time.Instant;
import java.util.Optional;

/** One record between being read and the cursor moving past it. */
final class Slot {

    /** Records of one lineage leave in the order in which they entered. */
    record Lineage(String stream, String device) {}

    enum Fate {
        WAITING,
        DELIVERED,
        DEAD
    }

    private final Offset offset;
    private final Lineage lineage;
    private final Instant readAt;
    private final long timeMillis;
    private Optional<Outgoing> outgoing;
    private Fate fate;

    private Slot(
            Offset offset, Lineage lineage, Instant readAt, long timeMillis, Optional<Outgoing> outgoing, Fate fate) {
        this.offset = offset;
        this.lineage = lineage;
        this.readAt = readAt;
        this.timeMillis = timeMillis;
        this.outgoing = outgoing;
        this.fate = fate;
    }

    static Slot waiting(Outgoing outgoing, Instant readAt, long timeMillis) {
        Lineage lineage = new Lineage(outgoing.stream(), outgoing.device());
        return new Slot(outgoing.offset(), lineage, readAt, timeMillis, Optional.of(outgoing), Fate.WAITING);
    }

    /** A record that could not even be read, and was buried already. */
    static Slot dead(Offset offset, Instant readAt) {
        return new Slot(offset, new Lineage("", ""), readAt, readAt.toEpochMilli(), Optional.empty(), Fate.DEAD);
    }

    Offset offset() {
        return offset;
    }

    Lineage lineage() {
        return lineage;
    }

    Instant readAt() {
        return readAt;
    }

    /** As the log has it. */
    long timeMillis() {
        return timeMillis;
    }

    boolean isWaiting() {
        return fate == Fate.WAITING;
    }

    boolean isDead() {
        return fate == Fate.DEAD;
    }

    /** Only of one that waits. */
    Outgoing outgoing() {
        return outgoing.orElseThrow();
    }

    int lengthBytes() {
        return outgoing.map(item -> item.bytes().length).orElse(0);
    }

    /** Its bytes are let go: what is settled costs next to nothing while it waits for an older one. */
    void settle(Fate to) {
        fate = to;
        outgoing = Optional.empty();
    }
}
