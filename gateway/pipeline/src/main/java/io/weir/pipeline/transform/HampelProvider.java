package io.weir.pipeline.transform;

import io.weir.device.config.Key;
import io.weir.device.config.ObjectShape;
import io.weir.device.config.Settings;
import io.weir.device.config.Shape;
import io.weir.pipeline.step.MaxKeys;
import io.weir.pipeline.step.Operator;
import io.weir.pipeline.step.PerKey;
import io.weir.pipeline.step.StepProvider;

/** {@code hampel: {window: 7, k: 3, else: median}}. */
final class HampelProvider implements StepProvider {

    @Override
    public String kind() {
        return "hampel";
    }

    @Override
    public ObjectShape shape() {
        return ObjectShape.of(
                Key.required("window", Shape.whole(3, 999), "so many numbers are looked at"),
                Key.defaulted(
                        "k", Shape.decimal(0, 1_000), "3", "how many standard deviations from the median are too many"),
                Key.defaulted(
                        "floor",
                        Shape.decimal(0, Double.MAX_VALUE),
                        "0",
                        "a distance from the median that is never too far"),
                Key.defaulted(
                        "else",
                        Shape.choice("median", "drop"),
                        "median",
                        "what becomes of outliers: they pass as the median, or are dropped"),
                MaxKeys.key());
    }

    @Override
    public boolean stateful() {
        return true;
    }

    @Override
    public Operator create(Settings settings) {
        Hampel.Rule rule = new Hampel.Rule(
                window(settings),
                settings.decimal("k"),
                settings.decimal("floor"),
                settings.text("else").equals("drop"));
        return new PerKey<>(maxKeys(settings), (device, metric) -> new Hampel(device, metric, rule));
    }

    private static int window(Settings settings) {
        return Math.toIntExact(settings.whole("window"));
    }

    @Override
    public String fingerprint(Settings settings) {
        return "hampel over " + window(settings);
    }

    @Override
    public long bytesPerKey(Settings settings) {
        return 300 + 2L * Double.BYTES * window(settings);
    }
}
