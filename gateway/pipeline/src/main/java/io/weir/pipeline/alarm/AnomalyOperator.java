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
 * Scores how much out of the ordinary a number of its device and metric is, by a {@link Forest} of its own that learns as
 * readings come, in the order in which they come; event time does not matter. Until a quarter of a tree's sample has come, and
 * again when its key had to make room, a forest learns only. True, false and text are not judged.
 *
 * <p>A forest is hundreds of kilobytes and tens of microseconds per reading, which is why {@code max-keys} is small here.
 *
 * <pre>
 * state   varint n | n x (text device, text metric, flag planted, f64 origin, forest)   least recently used first
 * </pre>
 */
final class AnomalyOperator implements Operator {

    private static final class Watch extends KeyTable.State<Watch> {
        private final Forest forest;
        private final String scored;

        Watch(String device, String metric, Forest forest, String scored) {
            super(device, metric);
            this.forest = forest;
            this.scored = scored;
        }

        @Override
        protected void save(BinaryWriter out) {
            forest.save(out);
        }

        @Override
        protected void load(BinaryReader in) {
            forest.load(in);
        }
    }

    private final double above;
    private final Emit emit;
    private final KeyTable<Watch> table;

    AnomalyOperator(Forest.Plan plan, long seed, double above, Emit emit, As as, int maxKeys) {
        this.above = above;
        this.emit = emit;
        this.table = new KeyTable<>(
                maxKeys,
                (device, metric) ->
                        new Watch(device, metric, new Forest(plan, seedOf(seed, device, metric)), as.name(metric)),
                (state, out) -> {});
    }

    /** Each key has trees of its own, the same ones after every start. */
    private static long seedOf(long seed, String device, String metric) {
        return (seed * 0x9E3779B97F4A7C15L + device.hashCode()) * 0x9E3779B97F4A7C15L + metric.hashCode();
    }

    @Override
    public void onReading(Reading reading, Emitter out) {
        if (!(reading.value() instanceof Value.Num number)) {
            emit.unjudged(reading, out);
            return;
        }
        Watch watch = table.use(reading.device().value(), reading.metric(), TimeQuality.DEVICE, out);
        boolean grown = watch.forest.isGrown();
        double score = watch.forest.next(number.value());
        if (grown) {
            emit.judged(reading, score > above, score, watch.scored, out);
        } else {
            emit.unjudged(reading, out);
        }
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
