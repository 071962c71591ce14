package io.weir.pipeline.alarm;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.DeviceId;
import io.weir.device.MalformedBytesException;
import io.weir.device.Quality;
import io.weir.device.Reading;
import io.weir.device.Value;
import io.weir.pipeline.step.Distance;
import io.weir.pipeline.step.Emitter;
import io.weir.pipeline.step.KeyTable;
import io.weir.pipeline.step.Operator;

/**
 * Raises an alarm when a value has been beyond its limits for a time, and clears it when it came back: the emitting latch
 * with an on-delay and a dead band of ISA-18.2 (alarm management). What comes out is a reading of the same device that
 * says true or false, at the time of the reading that decided it; a change only, never a repetition.
 *
 * <p>The delay is measured between readings. Where none come nothing is known, so that silence neither raises nor clears.
 * Readings older than the newest of their key, and texts, are filtered. An alarm whose key must make room, or whose step goes away, is
 * cleared as uncertain: nobody watches it any more.
 *
 * <pre>
 * state   varint n | n x (text device, text metric, order, u8 phase, i64 sinceMillis)   least recently used first
 * </pre>
 */
final class ThresholdOperator implements Operator {

    private static final int QUIET = 0;
    private static final int PENDING = 1;
    private static final int RAISED = 2;

    private static final class Alarm extends KeyTable.State<Alarm> {
        private final Order order = new Order();
        private int phase = QUIET;
        private long sinceMillis;

        Alarm(String device, String metric) {
            super(device, metric);
        }

        @Override
        protected void save(BinaryWriter out) {
            order.save(out);
            out.u8(phase).i64(sinceMillis);
        }

        @Override
        protected void load(BinaryReader in) {
            Derived.check(device(), metric());
            order.load(in);
            phase = in.u8();
            sinceMillis = in.i64();
            if (phase > RAISED) {
                throw new MalformedBytesException("unknown phase " + phase + " in a threshold's state");
            }
        }
    }

    private final Limits limits;
    private final long forMillis;
    private final As as;
    private final KeyTable<Alarm> table;

    ThresholdOperator(Limits limits, long forMillis, As as, int maxKeys) {
        this.limits = limits;
        this.forMillis = forMillis;
        this.as = as;
        this.table = new KeyTable<>(maxKeys, Alarm::new, this::forget);
    }

    @Override
    public void onReading(Reading reading, Emitter out) {
        double value = Numbers.of(reading.value());
        if (Double.isNaN(value)) {
            out.filtered();
            return;
        }
        Alarm alarm = table.use(reading.device().value(), reading.metric(), reading.timeQuality(), out);
        Order.Place place = alarm.order.place(reading);
        if (place == Order.Place.OLDER) {
            out.filtered();
            return;
        }
        if (place == Order.Place.ANEW && alarm.phase == PENDING) {
            alarm.phase = QUIET;
        }
        judge(alarm, value, reading, out);
        out.aggregated();
    }

    private void judge(Alarm alarm, double value, Reading reading, Emitter out) {
        if (alarm.phase == RAISED) {
            if (limits.isBack(value)) {
                alarm.phase = QUIET;
                tell(alarm, false, reading.quality(), out);
            }
            return;
        }
        if (!limits.isBeyond(value)) {
            alarm.phase = QUIET;
            return;
        }
        if (alarm.phase == QUIET) {
            alarm.phase = PENDING;
            alarm.sinceMillis = reading.timeMillis();
        }
        if (Distance.between(alarm.sinceMillis, reading.timeMillis()) >= forMillis) {
            alarm.phase = RAISED;
            tell(alarm, true, reading.quality(), out);
        }
    }

    private void tell(Alarm alarm, boolean raised, Quality quality, Emitter out) {
        out.result(new Reading(
                new DeviceId(alarm.device()),
                as.name(alarm.metric()),
                alarm.order.newestMillis(),
                new Value.Bool(raised),
                "",
                quality,
                alarm.order.arrivalMillis(),
                alarm.time()));
    }

    private void forget(Alarm alarm, Emitter out) {
        if (alarm.phase == RAISED) {
            tell(alarm, false, Quality.UNCERTAIN, out);
        }
    }

    @Override
    public void close(Emitter out) {
        table.forEach(alarm -> forget(alarm, out));
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
