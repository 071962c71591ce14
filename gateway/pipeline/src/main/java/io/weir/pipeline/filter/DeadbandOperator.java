package io.weir.pipeline.filter;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.Reading;
import io.weir.device.Value;
import io.weir.pipeline.step.Distance;
import io.weir.pipeline.step.Emitter;
import io.weir.pipeline.step.KeyTable;
import io.weir.pipeline.step.Newest;
import io.weir.pipeline.step.Operator;

/**
 * Lets a reading pass when its value has moved by at least the band since the last one of its device and metric that
 * passed, or when the heartbeat has gone by since then, by event time. A heartbeat only ever repeats a fresh measurement:
 * where nothing is measured nothing passes. For true, false and text any change is a move, and so is a change of kind.
 *
 * <p>A reading that comes out of order ({@link Newest}) passes when its value has moved, and is no heartbeat: a backlog that comes
 * between live readings would beat with each of them.
 *
 * <pre>
 * state   varint n | n x (text device, text metric, mark, newest, i64 timeMillis)   least recently used first
 * </pre>
 */
final class DeadbandOperator implements Operator {

    /** What passed last. */
    private static final class Passed extends KeyTable.State<Passed> {
        private final Mark mark = new Mark();
        private final Newest newest = new Newest();
        private long timeMillis;

        Passed(String device, String metric) {
            super(device, metric);
        }

        @Override
        protected void save(BinaryWriter out) {
            mark.save(out);
            newest.save(out);
            out.i64(timeMillis);
        }

        @Override
        protected void load(BinaryReader in) {
            mark.load(in);
            newest.load(in);
            timeMillis = in.i64();
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
        Passed last = table.use(reading.device().value(), reading.metric(), reading.timeQuality(), out);
        Value value = reading.value();
        boolean isOld = last.newest.isOld(reading);
        boolean beats = !isOld && Distance.isAtLeast(last.timeMillis, reading.timeMillis(), heartbeatMillis);
        boolean passes = beats || !last.mark.isOfKind(value) || moved(last.mark, value);
        if (!isOld) {
            last.newest.set(reading);
            last.timeMillis = passes ? reading.timeMillis() : last.timeMillis;
        }
        if (passes) {
            last.mark.set(value);
            out.pass(reading);
        } else {
            out.filtered();
        }
    }

    private boolean moved(Mark last, Value value) {
        if (!(value instanceof Value.Num number)) {
            return !last.is(value);
        }
        double distance = Math.abs(number.value() - last.number());
        return distance > 0 && distance >= (relative ? band * Math.abs(last.number()) : band);
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
