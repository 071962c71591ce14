package io.weir.pipeline.alarm;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.Reading;

/**
 * Tells of the readings of one key which come in the order of their event times. An older one is out of order and says
 * nothing about the present. But a clock that once ran ahead must not silence a key for ever: when the newest reading lay
 * more than an hour ahead of its arrival, or nothing newer came for an hour, one that is more than an hour older begins
 * a new order.
 */
final class Order {

    enum Place {
        NEXT,
        OLDER,
        ANEW
    }

    private static final long HOUR_MILLIS = 3_600_000;

    private boolean started;
    private long newestMillis;
    private long arrivalMillis;

    Place place(Reading reading) {
        boolean next = !started || reading.timeMillis() >= newestMillis;
        if (!next && !isBrokenBy(reading)) {
            return Place.OLDER;
        }
        started = true;
        newestMillis = reading.timeMillis();
        arrivalMillis = reading.arrivalMillis();
        return next ? Place.NEXT : Place.ANEW;
    }

    private boolean isBrokenBy(Reading reading) {
        return between(reading.timeMillis(), newestMillis) > HOUR_MILLIS
                && (between(arrivalMillis, newestMillis) > HOUR_MILLIS
                        || between(arrivalMillis, reading.arrivalMillis()) > HOUR_MILLIS);
    }

    /** How much later the second is, negative when it is earlier; as near as a long can say it. */
    static long between(long fromMillis, long toMillis) {
        long distance = toMillis - fromMillis;
        boolean overflown = ((toMillis ^ fromMillis) & (toMillis ^ distance)) < 0;
        return overflown ? (toMillis < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : distance;
    }

    long newestMillis() {
        return newestMillis;
    }

    long arrivalMillis() {
        return arrivalMillis;
    }

    void save(BinaryWriter out) {
        out.flag(started).i64(newestMillis).i64(arrivalMillis);
    }

    void load(BinaryReader in) {
        started = in.flag();
        newestMillis = in.i64();
        arrivalMillis = in.i64();
    }
}
