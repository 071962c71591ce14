package io.weir.pipeline.sample;

import io.weir.device.config.Key;
import io.weir.device.config.ObjectShape;
import io.weir.device.config.Settings;
import io.weir.device.config.Shape;
import io.weir.pipeline.step.MaxKeys;
import io.weir.pipeline.step.Operator;
import io.weir.pipeline.step.PerKey;
import io.weir.pipeline.step.StepProvider;
import java.time.Duration;
import java.util.Locale;

/** {@code sample: {every: 30s, keep: last}}. */
final class SampleProvider implements StepProvider {

    private static final long BYTES_PER_KEY = 600;

    @Override
    public String kind() {
        return "sample";
    }

    @Override
    public ObjectShape shape() {
        return ObjectShape.of(
                Key.required(
                        "every",
                        Shape.span(Duration.ofMillis(1), Duration.ofDays(366)),
                        "one reading for each such piece of event time"),
                Key.defaulted(
                        "keep",
                        Shape.choice("first", "last", "mean", "min", "max"),
                        "last",
                        "which one: the first, the newest, the smallest, the largest, or the newest with the mean of all"),
                Key.defaulted(
                        "idle",
                        Shape.span(Duration.ofMillis(1), Duration.ofDays(366)),
                        "1m",
                        "how long after its end a piece is over although nothing else came, by the arrival clock"),
                MaxKeys.key());
    }

    @Override
    public boolean stateful() {
        return true;
    }

    @Override
    public Operator create(Settings settings) {
        Sample.Keep keep = keep(settings);
        Pieces.Cut cut = new Pieces.Cut(
                settings.span("every").toMillis(), settings.span("idle").toMillis());
        return new PerKey<>(maxKeys(settings), (device, metric) -> new Sample(device, metric, keep, cut));
    }

    private static Sample.Keep keep(Settings settings) {
        return Sample.Keep.valueOf(settings.text("keep").toUpperCase(Locale.ROOT));
    }

    @Override
    public String fingerprint(Settings settings) {
        return "sample every " + settings.span("every").toMillis() + " ms keep " + settings.text("keep");
    }

    @Override
    public long bytesPerKey(Settings settings) {
        return BYTES_PER_KEY;
    }
}
