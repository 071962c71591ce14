package io.weir.buffer;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How long the log has been open since the buffer exists: what ages are measured with. It goes on with what the last
 * run has written down, advances only while the log is open, and by a clock that nobody can set: a wall clock that
 * jumps by years, forward or back, makes nothing older. The time a gateway was off does not count. Any thread.
 */
final class RunTime {
    private final long startMillis;
    private final LongSupplier nanos;
    private final long startNanos;

    RunTime(long startMillis, LongSupplier nanos) {
        this.startMillis = startMillis;
        this.nanos = nanos;
        this.startNanos = nanos.getAsLong();
    }

    long millis() {
        return startMillis + Math.max(0, TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - startNanos));
    }
}
