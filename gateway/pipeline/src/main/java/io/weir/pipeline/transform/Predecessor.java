package io.weir.pipeline.transform;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.pipeline.step.Disorder;

/**
 * The newest number of a key, from which the next one's difference is taken. A reading at the same time or older is stale; one an
 * hour or more older means that the clock was set back, and has no predecessor.
 *
 * <pre>
 * state   flag known | i64 timeMillis | f64 value
 * </pre>
 */
final class Predecessor {

    private boolean known;
    private long timeMillis;
    private double value;

    boolean isStale(long otherMillis) {
        return known && (otherMillis == timeMillis || Disorder.isOld(timeMillis, otherMillis));
    }

    /** Whether there is one before this time. */
    boolean isBefore(long otherMillis) {
        return known && otherMillis > timeMillis;
    }

    double millisUntil(long otherMillis) {
        return (double) otherMillis - (double) timeMillis;
    }

    /**
     * How far it went up to this value.
     *
     * @param counter whether it only counts up, so that a smaller value means that it began again from 0
     */
    double increase(double next, boolean counter) {
        return counter && next < value ? next : next - value;
    }

    void set(long nextMillis, double next) {
        known = true;
        timeMillis = nextMillis;
        value = next;
    }

    void save(BinaryWriter out) {
        out.flag(known).i64(timeMillis).f64(value);
    }

    void load(BinaryReader in) {
        known = in.flag();
        timeMillis = in.i64();
        value = in.f64();
    }
}
