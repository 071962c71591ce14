package io.weir.pipeline.sample;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.MalformedBytesException;
import io.weir.device.Reading;
import io.weir.device.Value;
import io.weir.pipeline.step.Distance;
import io.weir.pipeline.step.Emitter;
import io.weir.pipeline.step.HeldReading;
import io.weir.pipeline.step.Newest;
import io.weir.pipeline.step.PerKey;

/**
 * Swinging-door compression: keeps the readings from which all others can be found again by straight lines, each within
 * the deviation. From the last kept reading a door opens to every reading since, as wide as the deviation above and below it; the
 * newest reading is held for as long as the line to it goes through all the doors, and kept when the next one's does not.
 *
 * <p>Bristol's patent 4669097 (1987), with the names CompDev, CompMin, CompMax of PI and Apache IoTDB. Theirs swings the doors from pivots
 * above and below the last kept reading, whereby the line between two kept readings may miss one between by nearly twice the
 * deviation; here they swing from the reading itself, so that it never misses by more than once.
 *
 * <p>A reading nearer than {@code min} to the last kept one is dropped, whatever it says: those are outside of the promise. One
 * {@code max} or more after it is kept; and nothing is held for longer than that by the arrival clock. Times only go forward: a
 * reading that is not newer than the newest is filtered; one before which the clock was set back, see
 * {@link Newest}, is kept as a new beginning. True, false and text have no line and are filtered.
 */
final class SwingingDoor extends PerKey.Member<SwingingDoor> {

    /** CompDev, CompMin and CompMax. */
    record Rule(double deviation, long minMillis, long maxMillis) {}

    private final Rule rule;
    /** The reading that waits to be dropped or kept. */
    private final HeldReading waiting = new HeldReading();

    private final Newest newest = new Newest();
    private long keptMillis;
    private double keptValue;
    /** The slopes that go through the doors of all readings that were dropped since the last kept one. */
    private double lowest;

    private double highest;

    SwingingDoor(String device, String metric, Rule rule) {
        super(device, metric);
        this.rule = rule;
    }

    @Override
    protected void take(Reading reading, long nowMillis, Emitter out) {
        if (!(reading.value() instanceof Value.Num) || isOld(reading)) {
            out.filtered();
            return;
        }
        if (!newest.isStarted() || newest.isSetBack(reading)) {
            release(out);
            keep(reading, out);
        } else {
            swing(reading, out);
        }
        newest.set(reading);
        if (!waiting.isEmpty() && !isScheduled()) {
            releaseAt(nowMillis + rule.maxMillis);
        }
    }

    private boolean isOld(Reading reading) {
        return newest.isStarted() && reading.timeMillis() == newest.timeMillis() || newest.isOld(reading);
    }

    private void swing(Reading reading, Emitter out) {
        if (!waiting.isEmpty()) {
            narrow(waiting.reading());
            double slope = rise(reading, 0);
            // Written so that what overflowed, and cannot be compared, is kept.
            if (slope >= lowest && slope <= highest) {
                waiting.take();
                out.filtered();
            } else {
                release(out);
            }
        }
        if (Distance.isAtLeast(keptMillis, reading.timeMillis(), rule.maxMillis)) {
            keep(reading, out);
        } else if (Distance.isAtLeast(keptMillis, reading.timeMillis(), rule.minMillis)) {
            waiting.hold(reading);
        } else {
            out.filtered();
        }
    }

    private void narrow(Reading dropped) {
        lowest = Math.max(lowest, rise(dropped, -rule.deviation));
        highest = Math.min(highest, rise(dropped, rule.deviation));
    }

    /** The slope of the line from the last kept reading to this one, moved up a little. */
    private double rise(Reading reading, double more) {
        double value = ((Value.Num) reading.value()).value();
        return (value + more - keptValue) / ((double) reading.timeMillis() - (double) keptMillis);
    }

    private void keep(Reading reading, Emitter out) {
        keptMillis = reading.timeMillis();
        keptValue = ((Value.Num) reading.value()).value();
        lowest = Double.NEGATIVE_INFINITY;
        highest = Double.POSITIVE_INFINITY;
        releaseNever();
        out.pass(reading);
    }

    @Override
    protected void release(Emitter out) {
        if (!waiting.isEmpty()) {
            keep(waiting.take(), out);
        }
    }

    @Override
    protected int held() {
        return waiting.isEmpty() ? 0 : 1;
    }

    @Override
    protected void write(BinaryWriter out) {
        waiting.save(out);
        newest.save(out);
        out.i64(keptMillis).f64(keptValue).f64(lowest).f64(highest);
    }

    @Override
    protected void read(BinaryReader in) {
        waiting.load(in);
        if (!waiting.isEmpty() && !(waiting.reading().value() instanceof Value.Num)) {
            throw new MalformedBytesException("a swinging door holds no number");
        }
        newest.load(in);
        keptMillis = in.i64();
        keptValue = in.f64();
        lowest = in.f64();
        highest = in.f64();
    }
}
