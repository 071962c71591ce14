package io.weir.gateway.core;

import io.weir.device.ByteSize;
import java.time.Clock;
import java.time.Duration;

/** Decides when a checkpoint is due: after so many bytes, after a minute of activity, or on demand. */
final class CheckpointPace {

    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private final Clock clock;
    private final long everyBytes;
    private long bytesSince;
    private long lastMillis;
    private boolean demanded;

    CheckpointPace(Clock clock, ByteSize every) {
        this.clock = clock;
        this.everyBytes = every.bytes();
        this.lastMillis = clock.millis();
    }

    void demand() {
        demanded = true;
    }

    /**
     * Whether this group shall be followed by one.
     *
     * @param wanted the log could make room if its owner wrote one
     */
    boolean isDue(long groupBytes, boolean wanted) {
        bytesSince += groupBytes;
        boolean due =
                demanded || sinceMillis() >= LONGEST.toMillis() || isRested() && (wanted || bytesSince >= everyBytes);
        if (due) {
            bytesSince = 0;
            demanded = false;
            lastMillis = clock.millis();
        }
        return due;
    }

    /** Whether the last one is long enough ago for one that is not due. */
    boolean isRested() {
        return sinceMillis() >= SHORTEST.toMillis();
    }

    private long sinceMillis() {
        return Math.abs(clock.millis() - lastMillis);
    }
}
