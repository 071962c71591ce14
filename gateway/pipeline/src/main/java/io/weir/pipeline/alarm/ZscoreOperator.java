package io.weir.pipeline.alarm;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.Reading;
import io.weir.device.TimeQuality;
import io.weir.device.Value;
import io.weir.pipeline.step.Emitter;
import io.weir.pipeline.step.KeyTable;
import io.weir.pipeline.step.Operator;

/**
 * How many standard deviations a number lies from the mean of the numbers before it: the last {@code window} of its key, in
 * the order in which they came, itself not among them. Mean and deviation are summed anew for each reading, after Welford
 * ("Note on a method for calculating corrected sums of squares and products", Technometrics 4, 1962), because taking
 * numbers out of running sums piles up errors.
 *
 * <p>Nothing is judged until the window is full. In a window of equal numbers any other one is as far off as can be said,
 * {@value #FARTHEST}. Event time does not matter, so that disorder changes only which numbers count as the last. True, false and text are
 * not judged.
 *
 * <pre>
 * state   varint n | n x (text device, text metric, varint m, m x f64)   least recently used first; numbers oldest first
 * </pre>
 */
final class ZscoreOperator implements Operator {

    private static final double FARTHEST = 1e6;

    private static final class Judged extends KeyTable.State<Judged> {
        private final Recent recent;
        private final String scored;

        Judged(String device, String metric, int window, String scored) {
            super(device, metric);
            this.recent = new Recent(window);
            this.scored = scored;
        }

        @Override
        protected void save(BinaryWriter out) {
            recent.save(out);
        }

        @Override
        protected void load(BinaryReader in) {
            recent.load(in);
        }
    }

    private final double above;
    private final Emit emit;
    private final KeyTable<Judged> table;

    ZscoreOperator(int window, double above, Emit emit, As as, int maxKeys) {
        this.above = above;
        this.emit = emit;
        this.table = new KeyTable<>(
                maxKeys, (device, metric) -> new Judged(device, metric, window, as.name(metric)), (state, out) -> {});
    }

    @Override
    public void onReading(Reading reading, Emitter out) {
        if (!(reading.value() instanceof Value.Num number)) {
            emit.unjudged(reading, out);
            return;
        }
        Judged numbers = table.use(reading.device().value(), reading.metric(), TimeQuality.DEVICE, out);
        if (numbers.recent.isFull()) {
            double score = score(number.value(), numbers.recent);
            emit.judged(reading, Math.abs(score) > above, score, numbers.scored, out);
        } else {
            emit.unjudged(reading, out);
        }
        numbers.recent.add(number.value());
    }

    private static double score(double value, Recent recent) {
        double mean = 0;
        double squares = 0;
        for (int i = 0; i < recent.size(); i++) {
            double distance = recent.at(i) - mean;
            mean += distance / (i + 1);
            squares += distance * (recent.at(i) - mean);
        }
        double distance = value - mean;
        if (distance == 0) {
            return 0;
        }
        double score = distance / Math.sqrt(squares / (recent.size() - 1));
        // Not a number only where numbers are so far apart that their squares are beyond a double.
        return Double.isNaN(score) ? 0 : Math.max(-FARTHEST, Math.min(FARTHEST, score));
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
