package io.weir.sim.proof;

import java.time.Duration;

/** A sliding window by device and metric, in event time; a reading further ahead than {@code maxAhead} moves no watermark. */
public record WindowRule(Duration size, Duration every, Duration lateness, Duration maxAhead) {

    /** How far after its newest reading a device's event time must get so that all its windows have closed. */
    public Duration closingAhead() {
        return size.plus(lateness).plus(every);
    }
}
