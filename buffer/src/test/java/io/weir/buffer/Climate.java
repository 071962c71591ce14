package io.weir.buffer;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * What a {@link World} has to live with.
 *
 * @param powerCuts of eight crashes, how many are power cuts
 * @param tight the quota is reached all the time
 * @param maxAge older records expire
 * @param keepDelivered younger records stay although they are delivered
 * @param rot in the end files are damaged
 * @param served everything is delivered soon, so that segments come and go
 */
record Climate(int powerCuts, boolean tight, Duration maxAge, Duration keepDelivered, boolean rot, boolean served) {
    private static final Duration HOURS = Duration.ofHours(3);

    /** Nothing expires, and nothing is damaged. */
    static Climate mild(int powerCuts) {
        return new Climate(powerCuts, false, LogConfig.FOREVER, Duration.ZERO, false, false);
    }

    /** As {@link #mild}, with segments that come and go. */
    static Climate served(int powerCuts) {
        return new Climate(powerCuts, false, LogConfig.FOREVER, Duration.ZERO, false, true);
    }

    static Climate tight(SplittableRandom random) {
        return new Climate(4, true, LogConfig.FOREVER, random.nextBoolean() ? HOURS : Duration.ZERO, false, false);
    }

    /** Nothing expires; files are damaged, and then the power goes. */
    static Climate rotten(SplittableRandom random) {
        return new Climate(4 + 4 * random.nextInt(2), false, LogConfig.FOREVER, Duration.ofDays(9000), true, false);
    }

    static Climate any(SplittableRandom random) {
        int powerCuts = random.nextInt(3) * 4;
        if (random.nextInt(5) == 0) {
            return new Climate(powerCuts, false, LogConfig.FOREVER, Duration.ofDays(9000), true, false);
        }
        Duration maxAge = random.nextInt(4) == 0 ? HOURS : LogConfig.FOREVER;
        Duration keepDelivered = random.nextInt(3) == 0 ? HOURS : Duration.ZERO;
        return new Climate(powerCuts, false, maxAge, keepDelivered, false, random.nextInt(4) == 0);
    }

    /** Whether records are lost to a cursor only if they were gone before it began. */
    boolean isLossless() {
        return !tight && maxAge.equals(LogConfig.FOREVER);
    }
}
