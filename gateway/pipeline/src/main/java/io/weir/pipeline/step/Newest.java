package io.weir.pipeline.step;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.Reading;
import io.weir.device.TimeQuality;
import java.time.Duration;

/**
 * The newest reading of a key, by event time, for steps that go along with its time. What is older comes out of order and goes by,
 * however late: a device may send yesterday's backlog between live readings. Only when it is older by an hour, and the
 * newest lay more than an hour ahead of its own arrival, or arrived more than an hour ago, does it mean that the device's
 * clock had been wrong and was set back; then the step begins anew with it. So one reading fifty years ahead does not silence a key for fifty
 * years. What the gateway's own clock shows counts only while it is trusted, and not across its being set; with the keys
 * that it stamps, {@link KeyTable} begins anew then.
 *
 * <pre>
 * state   flag started | i64 timeMillis | i64 arrivalMillis | time quality
 * </pre>
 */
public final class Newest {

    private static final long HOUR_MILLIS = Duration.ofHours(1).toMillis();

    private boolean started;
    private long timeMillis;
    private long arrivalMillis;
    private TimeQuality quality = TimeQuality.DEVICE;

    public boolean isStarted() {
        return started;
    }

    public long timeMillis() {
        return timeMillis;
    }

    public long arrivalMillis() {
        return arrivalMillis;
    }

    /** Whether this one is out of order. */
    public boolean isOld(Reading reading) {
        return isBefore(reading) && !isSetBack(reading);
    }

    /** Whether this one is older, and the clock was set back before it. */
    public boolean isSetBack(Reading reading) {
        return isBefore(reading)
                && Distance.isAtLeast(timeMillis, reading.timeMillis(), HOUR_MILLIS)
                && (layAhead() || arrivedLongBefore(reading));
    }

    private boolean layAhead() {
        return quality.isClockTrusted()
                && timeMillis > arrivalMillis
                && Distance.isAtLeast(timeMillis, arrivalMillis, HOUR_MILLIS);
    }

    private boolean arrivedLongBefore(Reading reading) {
        return quality.era() == reading.timeQuality().era()
                && Distance.isAtLeast(arrivalMillis, reading.arrivalMillis(), HOUR_MILLIS);
    }

    private boolean isBefore(Reading reading) {
        return started && reading.timeMillis() < timeMillis;
    }

    /** From now on this is the newest. */
    public void set(Reading reading) {
        started = true;
        timeMillis = reading.timeMillis();
        arrivalMillis = reading.arrivalMillis();
        quality = reading.timeQuality();
    }

    public void save(BinaryWriter out) {
        out.flag(started).i64(timeMillis).i64(arrivalMillis);
        quality.write(out);
    }

    public void load(BinaryReader in) {
        started = in.flag();
        timeMillis = in.i64();
        arrivalMillis = in.i64();
        quality = TimeQuality.read(in);
    }
}
