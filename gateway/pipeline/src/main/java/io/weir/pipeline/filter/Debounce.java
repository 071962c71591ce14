package io.weir.pipeline.filter;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.Reading;
import io.weir.pipeline.step.Distance;
import io.weir.pipeline.step.Emitter;
import io.weir.pipeline.step.HeldReading;
import io.weir.pipeline.step.Newest;
import io.weir.pipeline.step.PerKey;

/**
 * Lets a change of value pass once the new value has been there for {@code for}; what bounced meanwhile is filtered, and so is
 * what repeats the value that passed last. What passes is the first reading of the stable value, with its own time: the edge.
 * Any kind of value works.
 *
 * <p>A value has been stable when a reading at least {@code for} later, by event time, finds it so, whatever it brings itself (a
 * contact is only heard of when it changes); or when nothing came for {@code for} by the arrival clock. A reading older than the
 * newest is filtered; one before which the clock was set back, see {@link Newest}, counts as later.
 *
 * <p>Definition as ESPHome's {@code delayed_on_off} and Home Assistant's {@code for}: by time, not by samples.
 */
final class Debounce extends PerKey.Member<Debounce> {

    private final long forMillis;
    private final Mark settled = new Mark();
    private final Mark waiting = new Mark();
    private final HeldReading candidate = new HeldReading();
    private final Newest newest = new Newest();

    Debounce(String device, String metric, long forMillis) {
        super(device, metric);
        this.forMillis = forMillis;
    }

    @Override
    protected void take(Reading reading, long nowMillis, Emitter out) {
        if (newest.isOld(reading)) {
            out.filtered();
            return;
        }
        newest.set(reading);
        boolean isNew = candidate.isEmpty() || !waiting.is(reading.value());
        if (!candidate.isEmpty()) {
            if (Distance.isAtLeast(candidate.timeMillis(), reading.timeMillis(), forMillis)) {
                release(out);
            } else if (isNew) {
                candidate.take();
                out.filtered();
            }
        }
        if (isNew && !settled.is(reading.value())) {
            waiting.set(reading.value());
            candidate.hold(reading);
            releaseAt(nowMillis + forMillis);
        } else {
            out.filtered();
        }
        if (candidate.isEmpty()) {
            releaseNever();
        }
    }

    @Override
    protected void release(Emitter out) {
        if (!candidate.isEmpty()) {
            Reading stable = candidate.take();
            settled.set(stable.value());
            out.pass(stable);
        }
    }

    @Override
    protected int held() {
        return candidate.isEmpty() ? 0 : 1;
    }

    @Override
    protected void write(BinaryWriter out) {
        settled.save(out);
        waiting.save(out);
        candidate.save(out);
        newest.save(out);
    }

    @Override
    protected void read(BinaryReader in) {
        settled.load(in);
        waiting.load(in);
        candidate.load(in);
        newest.load(in);
    }
}
