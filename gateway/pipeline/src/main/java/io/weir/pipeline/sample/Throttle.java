package io.weir.pipeline.sample;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.Reading;
import io.weir.pipeline.step.Distance;
import io.weir.pipeline.step.Emitter;
import io.weir.pipeline.step.Newest;
import io.weir.pipeline.step.PerKey;

/**
 * Lets a reading pass when {@code every} has gone by, by event time, since the last that passed; the first of a key passes at once.
 * Any kind of value. A reading older than the newest is filtered; one before which the clock was set back, see {@link Newest},
 * passes.
 *
 * <p>Definition as Rx's {@code throttleFirst}. Unlike {@code sample} its periods are not aligned, and it holds nothing.
 */
final class Throttle extends PerKey.Member<Throttle> {

    private final long everyMillis;
    private final Newest newest = new Newest();
    private long passedMillis;

    Throttle(String device, String metric, long everyMillis) {
        super(device, metric);
        this.everyMillis = everyMillis;
    }

    @Override
    protected void take(Reading reading, long nowMillis, Emitter out) {
        if (newest.isOld(reading)) {
            out.filtered();
            return;
        }
        boolean passes = !newest.isStarted()
                || newest.isSetBack(reading)
                || Distance.isAtLeast(passedMillis, reading.timeMillis(), everyMillis);
        newest.set(reading);
        if (passes) {
            passedMillis = reading.timeMillis();
            out.pass(reading);
        } else {
            out.filtered();
        }
    }

    @Override
    protected void write(BinaryWriter out) {
        newest.save(out);
        out.i64(passedMillis);
    }

    @Override
    protected void read(BinaryReader in) {
        newest.load(in);
        passedMillis = in.i64();
    }
}
