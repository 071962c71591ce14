package io.weir.pipeline.filter;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.MalformedBytesException;
import io.weir.device.Reading;
import io.weir.device.Value;
import io.weir.pipeline.step.Emitter;
import io.weir.pipeline.step.Newest;
import io.weir.pipeline.step.PerKey;

/**
 * Lets a reading pass whose level is another than the one before: true is high, false is low, a number is high from the
 * threshold on. Text has no level and is filtered. The first reading of a key only says where it stands. A reading older than
 * the newest is filtered and moves nothing; one before which the clock was set back, see {@link Newest}, counts.
 */
final class Edge extends PerKey.Member<Edge> {

    /** Which edges pass. */
    record Rule(boolean rising, boolean falling, double threshold) {}

    private static final int UNKNOWN = 0;
    private static final int LOW = 1;
    private static final int HIGH = 2;

    private final Rule rule;
    private int level = UNKNOWN;
    private final Newest newest = new Newest();

    Edge(String device, String metric, Rule rule) {
        super(device, metric);
        this.rule = rule;
    }

    @Override
    protected void take(Reading reading, long nowMillis, Emitter out) {
        int now = level(reading.value());
        if (now == UNKNOWN || newest.isOld(reading)) {
            out.filtered();
            return;
        }
        int before = level;
        level = now;
        newest.set(reading);
        if (before == LOW && now == HIGH && rule.rising || before == HIGH && now == LOW && rule.falling) {
            out.pass(reading);
        } else {
            out.filtered();
        }
    }

    private int level(Value value) {
        if (value instanceof Value.Num number) {
            return number.value() >= rule.threshold ? HIGH : LOW;
        }
        return value instanceof Value.Bool bool ? bool.value() ? HIGH : LOW : UNKNOWN;
    }

    @Override
    protected void write(BinaryWriter out) {
        newest.save(out.u8(level));
    }

    @Override
    protected void read(BinaryReader in) {
        level = in.u8();
        newest.load(in);
        if (level > HIGH) {
            throw new MalformedBytesException("unknown level " + level + " of an edge");
        }
    }
}
