package io.weir.pipeline.filter;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.MalformedBytesException;
import io.weir.device.Reading;
import io.weir.pipeline.step.ArrivalClock;
import io.weir.pipeline.step.Emitter;
import io.weir.pipeline.step.Operator;
import java.util.Set;

/**
 * Lets of readings that agree in all the chosen fields only the first pass within a time, counted from that first one by arrival:
 * a repeat carries the time of the original, so event time cannot tell how much later it came. Disorder and wrong clocks of
 * devices do not matter. Any kind of value works. A repeat does not prolong the time.
 *
 * <p>What passed is remembered by a 64-bit hash of the chosen fields (FNV-1a over the characters, mixed by the finaliser of
 * MurmurHash3), so that two different readings are taken for one with a probability of n / 2<sup>64</sup> while n are remembered: with
 * a million of them and a thousand readings a second, about once in 600 years. At most {@code max-keys} are remembered;
 * beyond that the oldest are forgotten early.
 *
 * <pre>
 * state   clock | seen
 * </pre>
 */
final class DedupOperator implements Operator {

    /** What a reading may be compared by. */
    enum Field {
        DEVICE,
        METRIC,
        TIME,
        VALUE
    }

    private final Set<Field> by;
    private final long withinMillis;
    private final ArrivalClock clock = new ArrivalClock();
    private final Seen seen;

    DedupOperator(Set<Field> by, long withinMillis, int maxKeys) {
        this.by = by;
        this.withinMillis = withinMillis;
        this.seen = new Seen(maxKeys);
    }

    @Override
    public void onReading(Reading reading, Emitter out) {
        long now = clock.observe(out.steadyMillis());
        seen.forgetThrough(now - withinMillis);
        long hash = hash(reading);
        if (seen.contains(hash)) {
            out.filtered();
            return;
        }
        if (seen.isFull()) {
            seen.forgetOldest();
            out.evicted();
        }
        seen.add(hash, now);
        out.pass(reading);
    }

    private long hash(Reading reading) {
        long hash = 0;
        if (by.contains(Field.DEVICE)) {
            hash = mix(hash ^ Mark.hash(reading.device().value()));
        }
        if (by.contains(Field.METRIC)) {
            hash = mix(hash ^ Mark.hash(reading.metric()));
        }
        if (by.contains(Field.TIME)) {
            hash = mix(hash ^ reading.timeMillis());
        }
        if (by.contains(Field.VALUE)) {
            hash = mix(hash ^ Mark.kind(reading.value()));
            hash = mix(hash ^ Mark.bits(reading.value()));
        }
        return hash;
    }

    private static long mix(long word) {
        long mixed = word + 0x9e3779b97f4a7c15L;
        mixed = (mixed ^ mixed >>> 33) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ mixed >>> 33;
    }

    @Override
    public int keys() {
        return seen.size();
    }

    @Override
    public void snapshot(BinaryWriter out) {
        clock.snapshot(out);
        seen.save(out);
    }

    @Override
    public void restore(BinaryReader in) {
        clock.restore(in);
        seen.load(in);
        if (in.remaining() > 0) {
            throw new MalformedBytesException(in.remaining() + " bytes too many in a dedup's state");
        }
    }
}
