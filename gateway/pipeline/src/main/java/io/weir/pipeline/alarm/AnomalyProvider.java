package io.weir.pipeline.alarm;

import io.weir.device.config.Key;
import io.weir.device.config.ObjectShape;
import io.weir.device.config.Problems;
import io.weir.device.config.Settings;
import io.weir.device.config.Shape;
import io.weir.pipeline.step.MaxKeys;
import io.weir.pipeline.step.Operator;
import io.weir.pipeline.step.StepProvider;

/** {@code anomaly: {trees: 20, sample: 512, shingle: 1, above: 3, emit: outliers}}. */
final class AnomalyProvider implements StepProvider {

    /** Measured: what a number in a tree's sample takes, with its share of nodes, boxes and points, and written down. */
    private static final long BYTES_PER_NUMBER = 42 + 13;

    private static final long BYTES_PER_DIMENSION = 8;
    private static final long FIXED_BYTES = 10_000;

    @Override
    public String kind() {
        return "anomaly";
    }

    @Override
    public ObjectShape shape() {
        return ObjectShape.of(
                Key.defaulted("trees", Shape.whole(5, 100), "20", "trees of a forest; more make scores steadier"),
                Key.defaulted(
                        "sample",
                        Shape.whole(32, 1_024),
                        "512",
                        "numbers that each tree remembers, a random choice of all, newer ones preferred"),
                Key.defaulted(
                        "shingle",
                        Shape.whole(1, 16),
                        "1",
                        "how many numbers in a row are looked at as one: 1 finds values, more find patterns"),
                Key.defaulted(
                        "above",
                        Shape.decimal(Double.MIN_VALUE, 1_000),
                        "3",
                        "a number with a higher score is an outlier; about 1 is ordinary"),
                Emit.key(),
                Key.defaulted(
                        "seed", Shape.whole(0, Long.MAX_VALUE), "1", "another one makes other trees, as good as these"),
                As.key(),
                Key.defaulted(
                        "max-keys",
                        Shape.whole(1, 10_000),
                        "32",
                        "forests at once; beyond that the least recently used is forgotten"));
    }

    @Override
    public boolean stateful() {
        return true;
    }

    @Override
    public void check(Settings settings, Problems problems) {
        Emit.check(settings, problems);
    }

    private static Forest.Plan plan(Settings settings) {
        return new Forest.Plan(
                Math.toIntExact(settings.whole("trees")),
                Math.toIntExact(settings.whole("sample")),
                Math.toIntExact(settings.whole("shingle")));
    }

    @Override
    public Operator create(Settings settings) {
        return new AnomalyOperator(
                plan(settings),
                settings.whole("seed"),
                settings.decimal("above"),
                Emit.of(settings),
                As.of(settings, "score"),
                MaxKeys.of(settings));
    }

    @Override
    public String fingerprint(Settings settings) {
        return "anomaly " + plan(settings) + " seed=" + settings.whole("seed");
    }

    @Override
    public long bytesPerKey(Settings settings) {
        Forest.Plan plan = plan(settings);
        return FIXED_BYTES + (BYTES_PER_NUMBER + BYTES_PER_DIMENSION * plan.shingle()) * plan.trees() * plan.sample();
    }
}
