package io.weir.pipeline.transform;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.Reading;
import io.weir.device.Value;
import io.weir.pipeline.step.Emitter;
import io.weir.pipeline.step.PerKey;

/**
 * Passes every number on as the median of the last {@code n} of its key, itself included; of those there are while there are
 * fewer. Readings count as they arrive, times are not looked at. True, false and text are filtered.
 *
 * <p>Tukey's running median (Exploratory Data Analysis, 1977), looking back only.
 */
final class Median extends PerKey.Member<Median> {

    private final Recent recent;

    Median(String device, String metric, int n) {
        super(device, metric);
        this.recent = new Recent(n);
    }

    @Override
    protected void take(Reading reading, long nowMillis, Emitter out) {
        if (reading.value() instanceof Value.Num number) {
            recent.add(number.value());
            Changes.pass(reading, recent.median(), out);
        } else {
            out.filtered();
        }
    }

    @Override
    protected void write(BinaryWriter out) {
        recent.save(out);
    }

    @Override
    protected void read(BinaryReader in) {
        recent.load(in);
    }
}
