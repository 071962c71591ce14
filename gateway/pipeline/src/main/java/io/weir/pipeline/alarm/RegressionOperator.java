package io.weir.pipeline.alarm;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.Reading;
import io.weir.pipeline.step.Distance;
import io.weir.pipeline.step.Emitter;
import io.weir.pipeline.step.KeyTable;
import io.weir.pipeline.step.Operator;
import java.util.Optional;

/**
 * Replaces every number by what the straight line of least squares through the last numbers of its key says by their event
 * times: its slope, its value some time ahead, or how far the number lies from the line through those before it.
 *
 * <p>A number that comes out of order joins the line at its time; one older than the window is filtered, and so is one for
 * which there is no line yet, since it takes two times. When a device's clock was set back by far the line begins anew.
 * True and false count as 1 and 0; texts are filtered. A forecast has the time at which it was made.
 *
 * <pre>
 * state   varint n | n x (text device, text metric, order, varint m, m x (i64 timeMillis, f64))   least recently used first
 * </pre>
 */
final class RegressionOperator implements Operator {

    /** What is told of the line. */
    sealed interface Told {

        /** How much it rises in a time. */
        record Slope(double perMillis, String perUnit) implements Told {}

        /** Where it will be. */
        record Forecast(long aheadMillis) implements Told {}

        /** How far a number lies above the line through those before. */
        record Residual() implements Told {}
    }

    private static final class Trend extends KeyTable.State<Trend> {
        private final Order order = new Order();
        private final Points points;
        private final String derived;

        Trend(String device, String metric, int most, String derived) {
            super(device, metric);
            this.points = new Points(most);
            this.derived = derived;
        }

        @Override
        protected void save(BinaryWriter out) {
            order.save(out);
            points.save(out);
        }

        @Override
        protected void load(BinaryReader in) {
            order.load(in);
            points.load(in);
        }
    }

    private final Told told;
    private final long windowMillis;
    private final KeyTable<Trend> table;

    /** {@code windowMillis}: {@link Long#MAX_VALUE} when only the number of points counts. */
    RegressionOperator(Told told, long windowMillis, int most, As as, int maxKeys) {
        this.told = told;
        this.windowMillis = windowMillis;
        this.table = new KeyTable<>(
                maxKeys, (device, metric) -> new Trend(device, metric, most, as.name(metric)), (state, out) -> {});
    }

    @Override
    public void onReading(Reading reading, Emitter out) {
        double value = Numbers.of(reading.value());
        if (Double.isNaN(value)) {
            out.filtered();
            return;
        }
        Trend trend = table.use(reading.device().value(), reading.metric(), reading.timeQuality(), out);
        if (trend.order.place(reading) == Order.Place.ANEW) {
            trend.points.clear();
        }
        if (Distance.between(reading.timeMillis(), trend.order.newestMillis()) >= windowMillis) {
            out.filtered();
            return;
        }
        answer(reading, trend, said(reading.timeMillis(), value, trend.points, trend.order.newestMillis()), out);
    }

    private Optional<Double> said(long timeMillis, double value, Points points, long newestMillis) {
        if (newestMillis - windowMillis < newestMillis) {
            points.removeUpTo(newestMillis - windowMillis);
        }
        Optional<Points.Line> before = told instanceof Told.Residual ? points.line() : Optional.empty();
        points.add(timeMillis, value);
        if (told instanceof Told.Residual) {
            return before.map(line -> value - line.at(timeMillis));
        }
        return points.line()
                .map(line -> told instanceof Told.Forecast forecast
                        ? line.at(timeMillis + forecast.aheadMillis())
                        : line.slopePerMilli() * ((Told.Slope) told).perMillis());
    }

    private void answer(Reading reading, Trend trend, Optional<Double> said, Emitter out) {
        if (said.isPresent() && Double.isFinite(said.get())) {
            out.pass(Derived.of(reading, trend.derived, said.get(), unit(reading.unit())));
        } else {
            out.filtered();
        }
    }

    private String unit(String unit) {
        if (!(told instanceof Told.Slope slope)) {
            return unit;
        }
        String rate = unit + slope.perUnit();
        return unit.isEmpty() || slope.perUnit().isEmpty() || rate.length() > Reading.MAX_UNIT ? "" : rate;
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
