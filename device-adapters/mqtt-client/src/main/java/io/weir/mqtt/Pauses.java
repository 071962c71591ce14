package io.weir.mqtt;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Growing, jittered pauses, so that a thousand gateways do not return to a broker in the same second. One thread. */
final class Pauses {

    private final long shortestMillis;
    private final long longestMillis;
    private final RandomGenerator random;
    private long nextMillis;

    Pauses(Duration shortest, Duration longest, RandomGenerator random) {
        this.shortestMillis = Math.max(1, shortest.toMillis());
        this.longestMillis = Math.max(shortestMillis, longest.toMillis());
        this.random = random;
        this.nextMillis = shortestMillis;
    }

    /** Between half and the whole of a span that doubles each time up to the longest. */
    Duration next() {
        long span = nextMillis;
        nextMillis = Math.min(longestMillis, span * 2);
        return Duration.ofMillis(span - random.nextLong(span / 2 + 1));
    }

    void reset() {
        nextMillis = shortestMillis;
    }
}
