package io.weir.pipeline.filter;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.MalformedBytesException;
import io.weir.device.Reading;
import io.weir.device.Value;
import io.weir.pipeline.step.Emitter;
import io.weir.pipeline.step.KeyTable;
import io.weir.pipeline.step.Operator;

/**
 * Lets a reading pass when its value has moved by at least the band since the last one of its device and metric that
 * passed, or when the heartbeat has gone by since then, by event time. A heartbeat only ever repeats a fresh measurement:
 * where nothing is measured nothing passes. For true, false and text any change is a move, and so is a change of kind.
 *
 * <p>Time is compared as a distance, so that a clock that jumped far ahead and back does not silence the heartbeat.
 *
 * <pre>
 * state   varint n | n x (text device, text metric, u8 kind, i64 bits, i64 timeMillis)   least recently used first
 * </pre>
 */
final class DeadbandOperator implements Operator {

    private static final int NOTHING = 0;
    private static final int NUMBER = 1;
    private static final int BOOL = 2;
    private static final int TEXT = 3;

    /** What passed last. A text is remembered by a 64-bit hash: whole texts of all keys would not be bounded. */
    private static final class Passed extends KeyTable.State<Passed> {
        private int kind = NOTHING;
        private long bits;
        private long timeMillis;

        Passed(String device, String metric) {
            super(device, metric);
        }

        @Override
        protected void save(BinaryWriter out) {
            out.u8(kind).i64(bits).i64(timeMillis);
        }

        @Override
        protected void load(BinaryReader in) {
            kind = in.u8();
            bits = in.i64();
            timeMillis = in.i64();
            if (kind > TEXT) {
                throw new MalformedBytesException("unknown kind of value " + kind + " in a deadband's state");
            }
        }
    }

    private final double band;
    private final boolean relative;
    private final long heartbeatMillis;
    private final KeyTable<Passed> table;

    /**
     * A deadband that has seen nothing.
     *
     * @param band in the value's unit, or as a fraction of the last value when {@code relative}
     * @param heartbeatMillis {@link Long#MAX_VALUE} for none
     */
    DeadbandOperator(double band, boolean relative, long heartbeatMillis, int maxKeys) {
        this.band = band;
        this.relative = relative;
        this.heartbeatMillis = heartbeatMillis;
        this.table = new KeyTable<>(maxKeys, Passed::new, (state, out) -> {});
    }

    @Override
    public void onReading(Reading reading, Emitter out) {
        Passed last = table.use(reading.device().value(), reading.metric(), out);
        int kind = kind(reading.value());
        long bits = bits(reading.value());
        if (last.kind != kind || moved(kind, last.bits, bits) || beats(last.timeMillis, reading.timeMillis())) {
            last.kind = kind;
            last.bits = bits;
            last.timeMillis = reading.timeMillis();
            out.pass(reading);
        } else {
            out.filtered();
        }
    }

    private boolean moved(int kind, long lastBits, long bits) {
        if (kind != NUMBER) {
            return lastBits != bits;
        }
        double last = Double.longBitsToDouble(lastBits);
        double distance = Math.abs(Double.longBitsToDouble(bits) - last);
        return distance > 0 && distance >= (relative ? band * Math.abs(last) : band);
    }

    private boolean beats(long lastMillis, long timeMillis) {
        // Unsigned, because the distance of two longs may not fit into one.
        long distance = timeMillis >= lastMillis ? timeMillis - lastMillis : lastMillis - timeMillis;
        return Long.compareUnsigned(distance, heartbeatMillis) >= 0;
    }

    private static int kind(Value value) {
        return value instanceof Value.Num ? NUMBER : value instanceof Value.Bool ? BOOL : TEXT;
    }

    private static long bits(Value value) {
        if (value instanceof Value.Num number) {
            return Double.doubleToLongBits(number.value());
        }
        if (value instanceof Value.Bool bool) {
            return bool.value() ? 1 : 0;
        }
        return hash(((Value.Text) value).value());
    }

    /** FNV-1a over the characters. */
    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }

    @Override
    public int keys() {
        return table.size();
    }

    @Override
    public void snapshot(BinaryWriter out) {
        table.snapshot(out);
    }

    @Override
    public void restore(BinaryReader in) {
        table.restore(in);
    }
}
