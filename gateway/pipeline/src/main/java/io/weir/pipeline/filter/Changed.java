package io.weir.pipeline.filter;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.Reading;
import io.weir.pipeline.step.Emitter;
import io.weir.pipeline.step.PerKey;

/**
 * Lets a reading pass when its value is another than that of the reading before, numbers, true, false and text alike; a change
 * of kind is a change. What came before is a matter of arrival: times are not looked at.
 *
 * <p>Definition as eKuiper's {@code HAD_CHANGED} and Telegraf's {@code dedup} without its interval; for one that repeats after a
 * while there is {@code deadband} with a heartbeat.
 */
final class Changed extends PerKey.Member<Changed> {

    private final Mark before = new Mark();

    Changed(String device, String metric) {
        super(device, metric);
    }

    @Override
    protected void take(Reading reading, long nowMillis, Emitter out) {
        if (before.is(reading.value())) {
            out.filtered();
        } else {
            before.set(reading.value());
            out.pass(reading);
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
