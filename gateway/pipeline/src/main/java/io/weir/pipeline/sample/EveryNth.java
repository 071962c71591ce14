package io.weir.pipeline.sample;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.Reading;
import io.weir.pipeline.step.Emitter;
import io.weir.pipeline.step.PerKey;

/** Lets the first of every {@code n} readings of a key pass, as they arrive. Any kind of value; times are not looked at. */
final class EveryNth extends PerKey.Member<EveryNth> {

    private final long n;
    private long sinceLast;

    EveryNth(String device, String metric, long n) {
        super(device, metric);
        this.n = n;
    }

    @Override
    protected void take(Reading reading, long nowMillis, Emitter out) {
        if (sinceLast == 0) {
            out.pass(reading);
        } else {
            out.filtered();
        }
        // Not modulo: n may have become smaller than what was counted.
        sinceLast = sinceLast + 1 >= n ? 0 : sinceLast + 1;
    }

    @Override
    protected void write(BinaryWriter out) {
        out.varint(sinceLast);
    }

    @Override
    protected void read(BinaryReader in) {
        sinceLast = Math.max(0, in.varint());
    }
}
