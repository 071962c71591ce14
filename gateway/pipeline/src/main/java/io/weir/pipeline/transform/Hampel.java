package io.weir.pipeline.transform;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.Reading;
import io.weir.device.Value;
import io.weir.pipeline.step.Emitter;
import io.weir.pipeline.step.PerKey;

/**
 * Finds outliers: a number farther from the median of the last {@code window} of its key, itself included, than {@code k} times
 * 1.4826 times the median of their distances from that median (MAD; the factor makes it the standard deviation where values
 * are normally distributed). An outlier passes as the median, or is filtered. With fewer than three numbers nothing is an
 * outlier. What was measured goes into the window, not what became of it. Readings count as they arrive, times are not
 * looked at. True, false and text are filtered.
 *
 * <p>Where more than half of the window is the same number the MAD is zero and any other number would be an outlier; {@code floor} is a
 * distance that never is one.
 *
 * <p>Davies and Gather, The Identification of Multiple Outliers, JASA 88 (1993); as a filter looking back only.
 */
final class Hampel extends PerKey.Member<Hampel> {

    /** What an outlier is and what becomes of it. */
    record Rule(int window, double k, double floor, boolean drop) {}

    private static final double SIGMAS_PER_MAD = 1.4826;
    private static final int FEWEST = 3;

    private final Rule rule;
    private final Recent recent;

    Hampel(String device, String metric, Rule rule) {
        super(device, metric);
        this.rule = rule;
        this.recent = new Recent(rule.window);
    }

    @Override
    protected void take(Reading reading, long nowMillis, Emitter out) {
        if (!(reading.value() instanceof Value.Num number)) {
            out.filtered();
            return;
        }
        recent.add(number.value());
        double median = recent.median();
        if (recent.size() < FEWEST || !isOutlier(Math.abs(number.value() - median), median)) {
            out.pass(reading);
        } else if (rule.drop) {
            out.filtered();
        } else {
            Changes.pass(reading, median, out);
        }
    }

    private boolean isOutlier(double distance, double median) {
        return distance > rule.floor && distance > rule.k * SIGMAS_PER_MAD * recent.medianDistance(median);
    }

    @Override
    protected void write(BinaryWriter out) {
        recent.save(out);
    }

    @Override
    protected void read(BinaryReader in) {
        recent.load(in);
    }
}
