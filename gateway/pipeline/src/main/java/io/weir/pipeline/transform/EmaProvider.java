package io.weir.pipeline.transform;

import io.weir.device.config.Key;
import io.weir.device.config.ObjectShape;
import io.weir.device.config.Settings;
import io.weir.device.config.Shape;
import io.weir.pipeline.step.MaxKeys;
import io.weir.pipeline.step.Operator;
import io.weir.pipeline.step.PerKey;
import io.weir.pipeline.step.StepProvider;
import java.time.Duration;

/** {@code ema: {tau: 30s}}. */
final class EmaProvider implements StepProvider {

    private static final long BYTES_PER_KEY = 290;

    @Override
    public String kind() {
        return "ema";
    }

    @Override
    public ObjectShape shape() {
        return ObjectShape.of(
                Key.required(
                        "tau",
                        Shape.span(Duration.ofMillis(1), Duration.ofDays(366)),
                        "after so much time 1/e, about a third, is left of a value"),
                MaxKeys.key());
    }

    @Override
    public boolean stateful() {
        return true;
    }

    @Override
    public Operator create(Settings settings) {
        double tauMillis = settings.span("tau").toMillis();
        return new PerKey<>(maxKeys(settings), (device, metric) -> new Ema(device, metric, tauMillis));
    }

    @Override
    public long bytesPerKey(Settings settings) {
        return BYTES_PER_KEY;
    }
}
