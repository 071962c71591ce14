package io.weir.pipeline.window;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.Reading;
import io.weir.device.Value;
import io.weir.pipeline.step.Emitter;
import io.weir.pipeline.step.KeyTable;
import io.weir.pipeline.step.Operator;

/**
 * Windows by count, as Flink's {@code countWindow}: after every so many readings of a key, in the order in which they come,
 * a result over the last {@code count} of them; the first results cover fewer. No reading is late and time closes
 * nothing; a result spans from the earliest event time to just behind the latest.
 *
 * <pre>
 * state   varint n | n x (text device, text metric, windows)   least recently used first
 * </pre>
 */
final class CountOperator implements Operator {

    private final CountSpec spec;
    private final Accumulator scratch;
    private final KeyTable<Key> table;

    /** One key with its windows. */
    private final class Key extends KeyTable.State<Key> {
        private final LastReadings last = new LastReadings(spec);

        Key(String device, String metric) {
            super(device, metric);
        }

        void emit(boolean partial, Emitter out) {
            last.mergeInto(scratch);
            out.result(spec.figures()
                    .result(
                            device(),
                            metric(),
                            last.earliestMillis(),
                            last.latestMillis() + 1,
                            scratch,
                            0,
                            partial,
                            time()));
        }

        @Override
        protected void save(BinaryWriter out) {
            last.save(out);
        }

        @Override
        protected void load(BinaryReader in) {
            last.load(in);
        }
    }

    CountOperator(CountSpec spec) {
        this.spec = spec;
        this.scratch = spec.figures().accumulator();
        this.table = new KeyTable<>(spec.maxKeys(), Key::new, CountOperator::farewell);
    }

    @Override
    public void onReading(Reading reading, Emitter out) {
        long time = reading.timeMillis();
        if (reading.value() instanceof Value.Text || WindowOperator.isTooFar(time)) {
            out.filtered();
            return;
        }
        Key key = table.use(
                spec.byDevice() ? reading.deviceName() : "",
                spec.byMetric() ? reading.metric() : "",
                reading.timeQuality(),
                out);
        key.last.add(WindowOperator.number(reading.value()), time);
        out.aggregated();
        if (key.last.isDue()) {
            key.emit(false, out);
            key.last.fired();
        }
    }

    private static void farewell(CountOperator.Key key, Emitter out) {
        if (key.last.hasUnfired()) {
            key.emit(true, out);
        }
    }

    @Override
    public void close(Emitter out) {
        table.forEach(key -> farewell(key, out));
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
