package io.weir.uplink;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: a random part of a span that doubles ("full jitter"), so that a thousand
 * gateways do not come back at the same instant.
 */
final class Backoff {

    /** A destination that asks for more quiet than this (a wrong header, say) does not get it. */
    static final Duration LONGEST_WISH = Duration.ofHours(1);

    private static final int MOST_DOUBLINGS = 30;

    private final RetryLimits limits;
    private final RandomGenerator random;

    Backoff(RetryLimits limits, RandomGenerator random) {
        this.limits = limits;
        this.random = random;
    }

    /** At least a millisecond, at most the configured maximum; {@code failures} counts those in a row, from 1. */
    Duration delay(int failures) {
        long doubled = limits.min().toMillis() << Math.min(failures - 1, MOST_DOUBLINGS);
        long ceiling = Math.max(1, Math.min(doubled, limits.max().toMillis()));
        return Duration.ofMillis(1 + random.nextLong(ceiling));
    }

    /** As {@link #delay(int)}, and at least what the destination has asked for. */
    Duration delay(int failures, Duration wish) {
        Duration own = delay(failures);
        Duration granted = wish.compareTo(LONGEST_WISH) < 0 ? wish : LONGEST_WISH;
        return own.compareTo(granted) > 0 ? own : granted;
    }
}
