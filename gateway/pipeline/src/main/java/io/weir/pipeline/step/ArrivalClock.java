package io.weir.pipeline.step;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;

/**
 * A clock that only goes forward, driven by the stamps of readings and ticks, so that silence can be measured although
 * the gateway's clock may be set back: then it goes on from the new time as if nothing had been. Stamps of several adapters
 * may overtake each other a little; that is not a clock that was set back.
 */
public final class ArrivalClock {

    private static final long JITTER_MILLIS = 10_000;

    private boolean started;
    private long lastMillis;
    private long steadyMillis;

    /** The steady time when this was stamped, see {@link Emitter#nowMillis}. */
    public long observe(long stampMillis) {
        if (stampMillis == Emitter.NO_TIME) {
            return steadyMillis;
        }
        if (!started) {
            started = true;
            lastMillis = stampMillis;
            steadyMillis = stampMillis;
        } else if (stampMillis >= lastMillis) {
            steadyMillis += stampMillis - lastMillis;
            lastMillis = stampMillis;
        } else if (lastMillis - stampMillis > JITTER_MILLIS) {
            lastMillis = stampMillis;
        }
        return steadyMillis;
    }

    /** What the gateway's clock will show at a steady time, as far as can be known. */
    public long stampAt(long steady) {
        return lastMillis + (steady - steadyMillis);
    }

    public void snapshot(BinaryWriter out) {
        out.flag(started).i64(lastMillis).i64(steadyMillis);
    }

    public void restore(BinaryReader in) {
        started = in.flag();
        lastMillis = in.i64();
        steadyMillis = in.i64();
    }
}
