package io.weir.uplink;

import java.time.Duration;

/** The span of waiting after the first failure, and its end. Attempts never end. */
public record RetryLimits(Duration min, Duration max) {
    public RetryLimits {
        if (min.isNegative() || min.isZero() || max.compareTo(min) < 0) {
            throw new IllegalArgumentException(
                    "retry.min (" + min + ") is above zero and at most retry.max (" + max + ")");
        }
    }
}
