package io.weir.pipeline.transform;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.Reading;
import io.weir.device.Value;
import io.weir.pipeline.step.Emitter;
import io.weir.pipeline.step.Newest;
import io.weir.pipeline.step.PerKey;

/**
 * Exponential moving average for readings at any intervals: of a value that is {@code dt} old {@code exp(-dt / tau)} is left, by
 * event time. The first reading passes as it is. A reading at the time of the newest moves nothing and passes with the average;
 * an older one is filtered; one before which the clock was set back, see {@link Newest}, begins anew. True, false and text are
 * filtered.
 *
 * <p>Eckner, Algorithms for Unevenly Spaced Time Series: Moving Averages and Other Rolling Operators (2012), EMA<sub>next</sub>. The
 * exponential function is {@link StrictMath}'s, so that a replay on another machine gives the same bits.
 */
final class Ema extends PerKey.Member<Ema> {

    private final double tauMillis;
    private final Newest newest = new Newest();
    private double average;

    Ema(String device, String metric, double tauMillis) {
        super(device, metric);
        this.tauMillis = tauMillis;
    }

    @Override
    protected void take(Reading reading, long nowMillis, Emitter out) {
        if (!(reading.value() instanceof Value.Num number) || newest.isOld(reading)) {
            out.filtered();
            return;
        }
        if (newest.isStarted() && reading.timeMillis() >= newest.timeMillis()) {
            double left = StrictMath.exp(((double) newest.timeMillis() - (double) reading.timeMillis()) / tauMillis);
            // Not average + alpha * (value - average): that difference may overflow.
            average = left * average + (1 - left) * number.value();
        } else {
            average = number.value();
        }
        newest.set(reading);
        Changes.pass(reading, average, out);
    }

    @Override
    protected void write(BinaryWriter out) {
        newest.save(out);
        out.f64(average);
    }

    @Override
    protected void read(BinaryReader in) {
        newest.load(in);
        average = in.f64();
    }
}
