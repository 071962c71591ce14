package io.weir.gateway.remote;

import java.time.Duration;

/** Keeps a least time between two beginnings, so that a thousand documents a second cost no more than a few. One thread. */
final class Pace {

    private final long spacingNanos;
    private long nextNanos;

    Pace(Duration spacing) {
        this.spacingNanos = spacing.toNanos();
        this.nextNanos = System.nanoTime();
    }

    /** Returns when the time has come. */
    synchronized void await() throws InterruptedException {
        long left = nextNanos - System.nanoTime();
        while (left > 0) {
            wait(left / 1_000_000 + 1);
            left = nextNanos - System.nanoTime();
        }
        nextNanos = System.nanoTime() + spacingNanos;
    }
}
