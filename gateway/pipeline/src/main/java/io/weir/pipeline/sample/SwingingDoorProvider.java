package io.weir.pipeline.sample;

import io.weir.device.config.Key;
import io.weir.device.config.ObjectShape;
import io.weir.device.config.Problems;
import io.weir.device.config.Settings;
import io.weir.device.config.Shape;
import io.weir.device.config.SpanText;
import io.weir.pipeline.step.MaxKeys;
import io.weir.pipeline.step.Operator;
import io.weir.pipeline.step.PerKey;
import io.weir.pipeline.step.StepProvider;
import java.time.Duration;

/** {@code swinging-door: {deviation: 0.5, min: 1s, max: 10m}}. */
final class SwingingDoorProvider implements StepProvider {

    private static final long BYTES_PER_KEY = 700;

    @Override
    public String kind() {
        return "swinging-door";
    }

    @Override
    public ObjectShape shape() {
        return ObjectShape.of(
                Key.required(
                        "deviation",
                        Shape.decimal(0, Double.MAX_VALUE),
                        "how far a dropped reading may be from the line between the kept ones around it (CompDev)"),
                Key.defaulted(
                        "min",
                        Shape.span(Duration.ZERO, Duration.ofDays(366)),
                        "0s",
                        "readings nearer than this to the last kept one are dropped, whatever they say (CompMin)"),
                Key.defaulted(
                        "max",
                        Shape.span(Duration.ofMillis(1), Duration.ofDays(366)),
                        "1h",
                        "one this long after the last kept one is kept (CompMax), and none is held for longer"),
                MaxKeys.key());
    }

    @Override
    public boolean stateful() {
        return true;
    }

    @Override
    public Operator create(Settings settings) {
        SwingingDoor.Rule rule = new SwingingDoor.Rule(
                settings.decimal("deviation"),
                settings.span("min").toMillis(),
                settings.span("max").toMillis());
        return new PerKey<>(maxKeys(settings), (device, metric) -> new SwingingDoor(device, metric, rule));
    }

    @Override
    public void check(Settings settings, Problems problems) {
        if (settings.span("min").compareTo(settings.span("max")) > 0) {
            problems.report(
                    settings.path("min"),
                    "conflict",
                    "min (" + SpanText.of(settings.span("min")) + ") is longer than max ("
                            + SpanText.of(settings.span("max")) + ")");
        }
    }

    @Override
    public long bytesPerKey(Settings settings) {
        return BYTES_PER_KEY;
    }
}
