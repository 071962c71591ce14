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

/** {@code throttle: {every: 10s}}. */
final class ThrottleProvider implements StepProvider {

    private static final long BYTES_PER_KEY = 280;

    @Override
    public String kind() {
        return "throttle";
    }

    @Override
    public ObjectShape shape() {
        return ObjectShape.of(
                Key.required(
                        "every",
                        Shape.span(Duration.ofMillis(1), Duration.ofDays(366)),
                        "event time that must have gone by since the last reading that passed"),
                MaxKeys.key());
    }

    @Override
    public boolean stateful() {
        return true;
    }

    @Override
    public Operator create(Settings settings) {
        long everyMillis = settings.span("every").toMillis();
        return new PerKey<>(maxKeys(settings), (device, metric) -> new Throttle(device, metric, everyMillis));
    }

    @Override
    public long bytesPerKey(Settings settings) {
        return BYTES_PER_KEY;
    }
}
