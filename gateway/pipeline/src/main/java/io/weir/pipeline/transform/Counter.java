package io.weir.pipeline.transform;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.Reading;
import io.weir.device.Value;
import io.weir.pipeline.step.Emitter;
import io.weir.pipeline.step.PerKey;

/**
 * Passes the readings of a counter on as a total that never goes back: what it would show had it never restarted. It begins with the first
 * value; a smaller value than before means that the counter began again from 0, as in Prometheus, and adds itself. When the clock
 * was set back the total goes on. What is stale, negative or no number is filtered as in {@link Delta}; so is a total that is not
 * finite, for good. A key that was forgotten begins again with its next value.
 */
final class Counter extends PerKey.Member<Counter> {

    private final Predecessor before = new Predecessor();
    private double total;

    Counter(String device, String metric) {
        super(device, metric);
    }

    @Override
    protected void take(Reading reading, long nowMillis, Emitter out) {
        if (!(reading.value() instanceof Value.Num number) || number.value() < 0 || before.isStale(reading)) {
            out.filtered();
            return;
        }
        // Without a predecessor its value is 0, and the increase is the value itself.
        total += before.increase(number.value(), true);
        before.set(reading, number.value());
        Changes.pass(reading, total, out);
    }

    @Override
    protected void write(BinaryWriter out) {
        before.save(out);
        out.f64(total);
    }

    @Override
    protected void read(BinaryReader in) {
        before.load(in);
        total = in.f64();
    }
}
