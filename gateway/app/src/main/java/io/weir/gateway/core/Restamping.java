package io.weir.gateway.core;

import io.weir.device.Reading;
import io.weir.device.Record;
import io.weir.device.TimeQuality;
import io.weir.device.TimeQuality.Origin;
import io.weir.device.WindowResult;
import java.util.Map;

/**
 * Moves records that a clock stamped which was not trusted to the time they belong to, once that is known. Immutable; any
 * thread. The log keeps them as they were written.
 */
public final class Restamping {

    /** When nothing is known. */
    public static final Restamping NONE = new Restamping(1, true, Map.of());

    private final int era;
    private final boolean trusted;
    private final Map<Integer, Long> distances;

    Restamping(int era, boolean trusted, Map<Integer, Long> distances) {
        this.era = era;
        this.trusted = trusted;
        this.distances = distances;
    }

    /** The era that counts. */
    public int era() {
        return era;
    }

    /** Whether the clock is trusted. */
    public boolean isTrusted() {
        return trusted;
    }

    /** Whether its time may still come out: it was stamped in the era that counts, and that is not trusted yet. */
    public boolean isOpen(Record item) {
        TimeQuality quality = item.timeQuality();
        return quality.isProvisional() && quality.era() == era && !trusted;
    }

    /** The record at its time; as it is, if that is not known. */
    public Record moved(Record item) {
        TimeQuality quality = item.timeQuality();
        if (!quality.isProvisional()) {
            return item;
        }
        Long distance = distances.get(quality.era());
        if (distance == null) {
            return item;
        }
        TimeQuality moved = new TimeQuality(Origin.RESTAMPED, quality.era());
        return item instanceof Reading reading
                ? reading.at(reading.timeMillis() + distance, reading.arrivalMillis() + distance, moved)
                : ((WindowResult) item).movedBy(distance, moved);
    }
}
