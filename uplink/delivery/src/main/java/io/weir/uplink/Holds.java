package io.weir.uplink;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** The lineages that must wait because one of their records was not taken. One thread. */
final class Holds {

    private final Map<Slot.Lineage, Hold> held = new HashMap<>();
    private final Backoff backoff;
    private final Clock clock;

    private record Hold(int failures, Quiet quiet) {}

    Holds(Backoff backoff, Clock clock) {
        this.backoff = backoff;
        this.clock = clock;
    }

    void hold(Slot.Lineage lineage) {
        int failures = held.containsKey(lineage) ? held.get(lineage).failures() + 1 : 1;
        held.put(lineage, new Hold(failures, new Quiet(clock.instant(), backoff.delay(failures))));
    }

    void release(Slot.Lineage lineage) {
        held.remove(lineage);
    }

    boolean holds(Slot.Lineage lineage) {
        return held.containsKey(lineage) && !held.get(lineage).quiet().isOver(clock.instant());
    }

    /** How long until the next of those that still wait may try again, at most {@code limit}; never zero. */
    Duration soonest(Duration limit) {
        Duration soonest = limit;
        Instant now = clock.instant();
        for (Hold hold : held.values()) {
            Duration left = hold.quiet().left(now);
            if (!left.isZero() && left.compareTo(soonest) < 0) {
                soonest = left;
            }
        }
        return soonest;
    }
}
