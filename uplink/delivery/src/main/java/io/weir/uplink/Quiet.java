package io.weir.uplink;

import java.time.Duration;
import java.time.Instant;

/** A span in which something is left alone. A clock that was set back ends it: better too early than never. */
record Quiet(Instant since, Duration length) {

    static final Quiet NONE = new Quiet(Instant.EPOCH, Duration.ZERO);

    /** How much of it is left; zero when it is over. */
    Duration left(Instant now) {
        if (now.isBefore(since)) {
            return Duration.ZERO;
        }
        Duration left = length.minus(Duration.between(since, now));
        return left.isNegative() ? Duration.ZERO : left;
    }

    boolean isOver(Instant now) {
        return left(now).isZero();
    }
}
