package io.weir.pipeline.transform;

import io.weir.device.config.Key;
import io.weir.device.config.ObjectShape;
import io.weir.device.config.Settings;
import io.weir.device.config.Shape;
import io.weir.pipeline.step.MaxKeys;
import io.weir.pipeline.step.Operator;
import io.weir.pipeline.step.PerKey;
import io.weir.pipeline.step.StepProvider;

/** {@code median: {n: 5}}. */
final class MedianProvider implements StepProvider {

    @Override
    public String kind() {
        return "median";
    }

    @Override
    public ObjectShape shape() {
        return ObjectShape.of(
                Key.required("n", Shape.whole(1, 999), "of so many numbers the median passes"), MaxKeys.key());
    }

    @Override
    public boolean stateful() {
        return true;
    }

    @Override
    public Operator create(Settings settings) {
        int n = n(settings);
        return new PerKey<>(maxKeys(settings), (device, metric) -> new Median(device, metric, n));
    }

    private static int n(Settings settings) {
        return Math.toIntExact(settings.whole("n"));
    }

    @Override
    public String fingerprint(Settings settings) {
        return "median of " + n(settings);
    }

    @Override
    public long bytesPerKey(Settings settings) {
        return 300 + 2L * Double.BYTES * n(settings);
    }
}
