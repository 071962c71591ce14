package io.weir.pipeline.transform;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.Reading;
import io.weir.device.Value;
import io.weir.pipeline.step.Emitter;
import io.weir.pipeline.step.PerKey;

/**
 * Passes every number on as its difference from the one before of its key per time that went by between them, by event time, in a
 * unit that says so: {@code l} becomes {@code l/s}. Counters, what is stale and what is no number are as in {@link Delta}.
 *
 * <p>Unlike Prometheus' {@code rate()} it is between two neighbours and extrapolates nothing.
 */
final class Rate extends PerKey.Member<Rate> {

    /**
     * What a rate is.
     *
     * @param suffix what the unit ends in
     */
    record Rule(long perMillis, String suffix, boolean counter) {}

    private final Rule rule;
    private final Predecessor before = new Predecessor();
    /** The unit that came last and what it became: nearly always the same, and then nothing is allocated for it. */
    private String unit = "";

    private String unitPerTime = "";

    Rate(String device, String metric, Rule rule) {
        super(device, metric);
        this.rule = rule;
    }

    @Override
    protected void take(Reading reading, long nowMillis, Emitter out) {
        if (!(reading.value() instanceof Value.Num number)
                || rule.counter && number.value() < 0
                || before.isStale(reading)) {
            out.filtered();
            return;
        }
        boolean follows = before.isBefore(reading);
        double rate = before.increase(number.value(), rule.counter) / before.millisUntil(reading) * rule.perMillis;
        before.set(reading, number.value());
        if (follows) {
            Changes.pass(reading, rate, perTime(reading.unit()), out);
        } else {
            out.filtered();
        }
    }

    /** A unit that has no room for the suffix says nothing any more, and none stays none. */
    private String perTime(String of) {
        if (!of.equals(unit)) {
            unit = of;
            unitPerTime = of.isEmpty() || of.length() + rule.suffix.length() > Reading.MAX_UNIT ? "" : of + rule.suffix;
        }
        return unitPerTime;
    }

    @Override
    protected void write(BinaryWriter out) {
        before.save(out);
    }

    @Override
    protected void read(BinaryReader in) {
        before.load(in);
    }
}
