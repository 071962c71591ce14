package io.weir.gateway;

import io.weir.device.Record;
import io.weir.gateway.core.Restamping;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Gives the records of one uplink the times they leave with. One that the gateway stamped while its clock was not trusted
 * waits until that is known, so long and no longer; then it leaves as provisional. The uplink's thread.
 */
final class WaitingTimes implements Function<Record, Optional<Record>> {

    private final Supplier<Restamping> known;
    private final long holdNanos;
    private final LongSupplier nanoTime;
    private int era;
    private long sinceNanos;

    /** @param known what is known now, and on disk */
    WaitingTimes(Supplier<Restamping> known, Duration hold, LongSupplier nanoTime) {
        this.known = known;
        this.holdNanos = hold.toNanos();
        this.nanoTime = nanoTime;
    }

    @Override
    public Optional<Record> apply(Record item) {
        Restamping now = known.get();
        return now.isOpen(item) && isHeld(now.era()) ? Optional.empty() : Optional.of(now.moved(item));
    }

    private boolean isHeld(int openEra) {
        long nanos = nanoTime.getAsLong();
        if (era != openEra) {
            era = openEra;
            sinceNanos = nanos;
        }
        return nanos - sinceNanos < holdNanos;
    }
}
