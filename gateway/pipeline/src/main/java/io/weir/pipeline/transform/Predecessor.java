package io.weir.pipeline.transform;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.Reading;
import io.weir.pipeline.step.Newest;

/**
 * The newest number of a key, from which the next one's difference is taken. A reading at the same time or older is stale; one
 * before which the clock was set back has no predecessor, see {@link Newest}.
 *
 * <pre>
 * state   newest | f64 value
 * </pre>
 */
final class Predecessor {

    private final Newest newest = new Newest();
    private double value;

    boolean isStale(Reading reading) {
        return newest.isStarted() && reading.timeMillis() == newest.timeMillis() || newest.isOld(reading);
    }

    /** Whether there is one before this. */
    boolean isBefore(Reading reading) {
        return newest.isStarted() && reading.timeMillis() > newest.timeMillis();
    }

    double millisUntil(Reading reading) {
        return (double) reading.timeMillis() - (double) newest.timeMillis();
    }

    /**
     * How far it went up to this value.
     *
     * @param counter whether it only counts up, so that a smaller value means that it began again from 0
     */
    double increase(double next, boolean counter) {
        return counter && next < value ? next : next - value;
    }

    void set(Reading reading, double next) {
        newest.set(reading);
        value = next;
    }

    void save(BinaryWriter out) {
        newest.save(out);
        out.f64(value);
    }

    void load(BinaryReader in) {
        newest.load(in);
        value = in.f64();
    }
}
