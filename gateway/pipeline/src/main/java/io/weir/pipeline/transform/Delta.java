package io.weir.pipeline.transform;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.Reading;
import io.weir.device.Value;
import io.weir.pipeline.step.Emitter;
import io.weir.pipeline.step.PerKey;

/**
 * Passes every number on as its difference from the one before of its key; the first has none and is filtered. Of a counter a smaller
 * value means that it began again from 0, as in Prometheus, so that its difference is the value; a negative one is no count
 * and is filtered. What is at the time of the newest or older is filtered, and nothing is lost thereby: the next difference
 * spans it. See {@link Predecessor}. True, false and text are filtered.
 */
final class Delta extends PerKey.Member<Delta> {

    private final boolean counter;
    private final Predecessor before = new Predecessor();

    Delta(String device, String metric, boolean counter) {
        super(device, metric);
        this.counter = counter;
    }

    @Override
    protected void take(Reading reading, long nowMillis, Emitter out) {
        if (!(reading.value() instanceof Value.Num number)
                || counter && number.value() < 0
                || before.isStale(reading)) {
            out.filtered();
            return;
        }
        boolean follows = before.isBefore(reading);
        double difference = before.increase(number.value(), counter);
        before.set(reading, number.value());
        if (follows) {
            Changes.pass(reading, difference, out);
        } else {
            out.filtered();
        }
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
