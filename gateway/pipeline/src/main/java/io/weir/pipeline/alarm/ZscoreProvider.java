package io.weir.pipeline.alarm;

import io.weir.device.config.Key;
import io.weir.device.config.ObjectShape;
import io.weir.device.config.Problems;
import io.weir.device.config.Settings;
import io.weir.device.config.Shape;
import io.weir.pipeline.step.MaxKeys;
import io.weir.pipeline.step.Operator;
import io.weir.pipeline.step.StepProvider;

/** {@code zscore: {window: 60, above: 3, emit: outliers}}. */
final class ZscoreProvider implements StepProvider {

    /** An entry of two hash tables, a device's share of the outer one, the state and its ring without the numbers. */
    private static final long FIXED_BYTES = 380;

    @Override
    public String kind() {
        return "zscore";
    }

    @Override
    public ObjectShape shape() {
        return ObjectShape.of(
                Key.defaulted(
                        "window",
                        Shape.whole(3, 10_000),
                        "60",
                        "how many numbers of its device and metric a number is held against"),
                Key.defaulted(
                        "above",
                        Shape.decimal(Double.MIN_VALUE, 1_000_000),
                        "3",
                        "a number farther from their mean than this many standard deviations is an outlier"),
                Emit.key(),
                As.key(),
                MaxKeys.key());
    }

    @Override
    public boolean stateful() {
        return true;
    }

    @Override
    public void check(Settings settings, Problems problems) {
        Emit.check(settings, problems);
    }

    @Override
    public Operator create(Settings settings) {
        return new ZscoreOperator(
                window(settings),
                settings.decimal("above"),
                Emit.of(settings),
                As.of(settings, "zscore"),
                MaxKeys.of(settings));
    }

    private static int window(Settings settings) {
        return Math.toIntExact(settings.whole("window"));
    }

    @Override
    public String fingerprint(Settings settings) {
        return "zscore window=" + window(settings);
    }

    @Override
    public long bytesPerKey(Settings settings) {
        return FIXED_BYTES + 8L * window(settings);
    }
}
