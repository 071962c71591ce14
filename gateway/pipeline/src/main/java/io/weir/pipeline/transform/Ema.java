package io.weir.pipeline.transform;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.Reading;
import io.weir.device.Value;
import io.weir.pipeline.step.Disorder;
import io.weir.pipeline.step.Emitter;
import io.weir.pipeline.step.PerKey;

/**
 * Exponential moving average for readings at any intervals: of a value that is {@code dt} old {@code exp(-dt / tau)} is left, by
 * event time. The first reading passes as it is. A reading at the time of the newest moves nothing and passes with the average;
 * an older one is filtered; one an hour or more older means that the clock was set back, and begins anew. True, false and text are
 * filtered.
 *
 * <p>Eckner, Algorithms for Unevenly Spaced Time Series: Moving Averages and Other Rolling Operators (2012), EMA<sub>next</sub>. The
 * exponential function is {@link StrictMath}'s, so that a replay on another machine gives the same bits.
 */
final class Ema extends PerKey.Member<Ema> {

    private final double tauMillis;
    private boolean started;
    private long newestMillis;
    private double average;

    Ema(String device, String metric, double tauMillis) {
        super(device, metric);
        this.tauMillis = tauMillis;
    }

    @Override
    protected void take(Reading reading, long nowMillis, Emitter out) {
        long time = reading.timeMillis();
        if (!(reading.value() instanceof Value.Num number) || started && Disorder.isOld(newestMillis, time)) {
            out.filtered();
            return;
        }
        if (started && time >= newestMillis) {
            double left = StrictMath.exp(-((double) time - (double) newestMillis) / tauMillis);
            // Not average + alpha * (value - average): that difference may overflow.
            average = left * average + (1 - left) * number.value();
        } else {
            average = number.value();
        }
        started = true;
        newestMillis = time;
        Changes.pass(reading, average, out);
    }

    @Override
    protected void write(BinaryWriter out) {
        out.flag(started).i64(newestMillis).f64(average);
    }

    @Override
    protected void read(BinaryReader in) {
        started = in.flag();
        newestMillis = in.i64();
        average = in.f64();
    }
}
