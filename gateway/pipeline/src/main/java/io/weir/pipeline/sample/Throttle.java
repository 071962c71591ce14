package io.weir.pipeline.sample;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.Reading;
import io.weir.pipeline.step.Disorder;
import io.weir.pipeline.step.Emitter;
import io.weir.pipeline.step.PerKey;

/**
 * Lets a reading pass when {@code every} has gone by, by event time, since the last that passed; the first of a key passes at once.
 * Any kind of value. Time is a distance: a reading older than the last that passed goes by, unless it is older by
 * {@code every} or more, so that a clock that was set back silences nothing.
 *
 * <p>Definition as Rx's {@code throttleFirst}. Unlike {@code sample} its periods are not aligned, and it holds nothing.
 */
final class Throttle extends PerKey.Member<Throttle> {

    private final long everyMillis;
    private boolean started;
    private long passedMillis;

    Throttle(String device, String metric, long everyMillis) {
        super(device, metric);
        this.everyMillis = everyMillis;
    }

    @Override
    protected void take(Reading reading, long nowMillis, Emitter out) {
        if (started && !Disorder.isApart(passedMillis, reading.timeMillis(), everyMillis)) {
            out.filtered();
        } else {
            started = true;
            passedMillis = reading.timeMillis();
            out.pass(reading);
        }
    }

    @Override
    protected void write(BinaryWriter out) {
        out.flag(started).i64(passedMillis);
    }

    @Override
    protected void read(BinaryReader in) {
        started = in.flag();
        passedMillis = in.i64();
    }
}
