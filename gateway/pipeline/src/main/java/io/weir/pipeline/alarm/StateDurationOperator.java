package io.weir.pipeline.alarm;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.DeviceId;
import io.weir.device.Quality;
import io.weir.device.Reading;
import io.weir.device.Value;
import io.weir.pipeline.step.Distance;
import io.weir.pipeline.step.Emitter;
import io.weir.pipeline.step.KeyTable;
import io.weir.pipeline.step.Operator;

/**
 * Tells how long a value has been in its state: at each change the seconds from the first reading of the state that ended to
 * the first of the next, and on wish also while it lasts. A state is the value itself, or, with limits, whether it is beyond
 * them. (As Flux's {@code events.duration} and {@code stateDuration}, by event time and per key.)
 *
 * <p>What is told while a state lasts is marked uncertain, since it is not the whole; so is what is told when a key must
 * make room, the step goes away, or a device's clock was set back by far. Nothing is told without a reading. Readings older
 * than the newest of their key are filtered, and with limits texts are.
 *
 * <pre>
 * state   varint n | n x (text device, text metric, order, state, i64 sinceMillis, i64 toldMillis)   least recently used first
 * </pre>
 */
final class StateDurationOperator implements Operator {

    private static final String SECONDS = "s";

    private static final class Lasting extends KeyTable.State<Lasting> {
        private final Order order = new Order();
        private State state = State.NONE;
        private long sinceMillis;
        private long toldMillis;

        Lasting(String device, String metric) {
            super(device, metric);
        }

        void begin(State next) {
            state = next;
            sinceMillis = order.newestMillis();
            toldMillis = sinceMillis;
        }

        @Override
        protected void save(BinaryWriter out) {
            order.save(out);
            state.save(out);
            out.i64(sinceMillis).i64(toldMillis);
        }

        @Override
        protected void load(BinaryReader in) {
            Derived.check(device(), metric());
            order.load(in);
            state = State.load(in);
            sinceMillis = in.i64();
            toldMillis = in.i64();
        }
    }

    private final Watched watched;
    private final long everyMillis;
    private final As as;
    private final KeyTable<Lasting> table;

    /** {@code everyMillis}: {@link Long#MAX_VALUE} to tell only when a state ends. */
    StateDurationOperator(Watched watched, long everyMillis, As as, int maxKeys) {
        this.watched = watched;
        this.everyMillis = everyMillis;
        this.as = as;
        this.table = new KeyTable<>(maxKeys, Lasting::new, this::forget);
    }

    @Override
    public void onReading(Reading reading, Emitter out) {
        Lasting lasting = table.use(reading.device().value(), reading.metric(), reading.timeQuality(), out);
        State state = watched.state(reading.value(), lasting.state);
        if (state.equals(State.NONE)) {
            out.filtered();
            return;
        }
        long heardMillis = lasting.order.newestMillis();
        Order.Place place = lasting.order.place(reading);
        if (place == Order.Place.OLDER) {
            out.filtered();
            return;
        }
        if (place == Order.Place.ANEW) {
            tell(lasting, heardMillis, Quality.UNCERTAIN, out);
            lasting.begin(state);
        } else {
            goOn(lasting, state, reading.quality(), out);
        }
        out.aggregated();
    }

    private void goOn(Lasting lasting, State state, Quality quality, Emitter out) {
        long nowMillis = lasting.order.newestMillis();
        if (!state.equals(lasting.state)) {
            tell(lasting, nowMillis, quality, out);
            lasting.begin(state);
        } else if (Distance.between(lasting.toldMillis, nowMillis) >= everyMillis) {
            lasting.toldMillis = nowMillis;
            tell(lasting, nowMillis, Quality.UNCERTAIN, out);
        }
    }

    private void tell(Lasting lasting, long untilMillis, Quality quality, Emitter out) {
        if (!watched.counts(lasting.state)) {
            return;
        }
        double seconds = Distance.between(lasting.sinceMillis, untilMillis) / 1000.0;
        out.result(new Reading(
                new DeviceId(lasting.device()),
                as.name(lasting.metric()),
                untilMillis,
                new Value.Num(seconds),
                SECONDS,
                quality,
                lasting.order.arrivalMillis(),
                lasting.time()));
    }

    private void forget(Lasting lasting, Emitter out) {
        tell(lasting, lasting.order.newestMillis(), Quality.UNCERTAIN, out);
    }

    @Override
    public void close(Emitter out) {
        table.forEach(lasting -> forget(lasting, out));
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
