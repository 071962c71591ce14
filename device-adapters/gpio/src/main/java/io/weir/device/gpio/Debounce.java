package io.weir.device.gpio;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Believes a level once it has held for a time. Measured by the times of the edges, not by how often somebody looked: a
 * thread that comes late to a burst of edges decides the same as one that saw each. A pure state machine; one thread.
 */
final class Debounce {

    private final long holdNanos;
    private boolean believed;
    private boolean seen;
    private long seenSinceNanos;

    Debounce(Duration hold, boolean level) {
        holdNanos = hold.toNanos();
        believed = level;
        seen = level;
    }

    /** An edge to this level; the answer is a change that is believed now, be it this one or the one before it. */
    Optional<Boolean> edge(boolean level, long atNanos) {
        Optional<Boolean> before = settle(atNanos);
        seen = level;
        seenSinceNanos = atNanos;
        return before.isPresent() ? before : settle(atNanos);
    }

    /** What the line says when one looks; anything new means that its edge was lost. */
    Optional<Boolean> look(boolean level, long nowNanos) {
        return level == seen ? settle(nowNanos) : edge(level, nowNanos);
    }

    /** A change that time alone has made believable. */
    Optional<Boolean> settle(long nowNanos) {
        if (seen == believed || nowNanos - seenSinceNanos < holdNanos) {
            return Optional.empty();
        }
        believed = seen;
        return Optional.of(believed);
    }

    /** When {@link #settle} has something to say, if no edge comes before. */
    OptionalLong deadlineNanos() {
        return seen == believed ? OptionalLong.empty() : OptionalLong.of(seenSinceNanos + holdNanos);
    }
}
