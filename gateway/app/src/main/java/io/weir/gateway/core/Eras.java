package io.weir.gateway.core;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.MalformedBytesException;
import io.weir.device.Reading;
import io.weir.device.TimeQuality;
import io.weir.device.TimeQuality.Origin;
import io.weir.gateway.time.SiteClock;
import java.util.TreeMap;

/**
 * The eras of the gateway's clock: the one that counts now, and of those in which it was not trusted the distance from the time,
 * once it was known. At most {@value #MAX_KNOWN} of these; records of older eras stay provisional. Core thread.
 *
 * <pre>
 * the era that counts ({@link EraChange}) | i64 lastMillis | varint n | n x (varint era, i64 distanceMillis)
 * </pre>
 */
final class Eras {

    /** One for each start of a machine without a clock: daily, eleven years. */
    static final int MAX_KNOWN = 4_096;

    private EraChange current = new EraChange(1, true, 0, false, "", 0);
    private final TreeMap<Integer, Long> distances = new TreeMap<>();
    private TimeQuality ownTime = TimeQuality.DEVICE;
    private TimeQuality stamp = TimeQuality.ARRIVAL;
    private long lastMillis = SiteClock.RELEASED.toEpochMilli();

    EraChange current() {
        return current;
    }

    /** What the clock showed last, as far as the log and the checkpoint know; an era that is not trusted begins no earlier. */
    long lastMillis() {
        return lastMillis;
    }

    void last(long nowMillis) {
        lastMillis = nowMillis;
    }

    void change(EraChange next) {
        if (next.resolves()) {
            distances.put(current.era(), next.setByMillis());
            if (distances.size() > MAX_KNOWN) {
                distances.pollFirstEntry();
            }
        }
        become(next);
    }

    private void become(EraChange next) {
        current = next;
        boolean first = next.era() == 1 && next.trusted();
        ownTime = first
                ? TimeQuality.DEVICE
                : new TimeQuality(next.trusted() ? Origin.DEVICE : Origin.UNCHECKED, next.era());
        stamp = first
                ? TimeQuality.ARRIVAL
                : new TimeQuality(next.trusted() ? Origin.GATEWAY : Origin.PROVISIONAL, next.era());
    }

    /** The reading with the times of this era. {@code byMillis} is what the clock shows more than the adapters' stamps. */
    Reading stamped(Reading reading, long byMillis) {
        TimeQuality quality = reading.timeQuality().isStamp() ? stamp : ownTime;
        if (byMillis == 0 && quality.equals(reading.timeQuality())) {
            return reading;
        }
        long time = quality.isStamp() ? reading.timeMillis() + byMillis : reading.timeMillis();
        return reading.at(time, reading.arrivalMillis() + byMillis, quality);
    }

    /** What others may know of all this; does not change any more. */
    Restamping restamping() {
        return new Restamping(current.era(), current.trusted(), new TreeMap<>(distances));
    }

    void snapshot(BinaryWriter out) {
        current.write(out);
        out.i64(lastMillis).varint(distances.size());
        distances.forEach((era, distance) -> out.varint(era).i64(distance));
    }

    static Eras restore(BinaryReader in) {
        Eras eras = new Eras();
        eras.become(EraChange.read(in));
        eras.lastMillis = in.i64();
        for (int i = in.count(); i > 0; i--) {
            eras.distances.put(number(in), in.i64());
        }
        return eras;
    }

    static int number(BinaryReader in) {
        long era = in.varint();
        if (era < 1 || era > Integer.MAX_VALUE) {
            throw new MalformedBytesException("there is no era " + era + " of a clock");
        }
        return (int) era;
    }
}
