package io.weir.pipeline.filter;

import io.weir.device.config.Key;
import io.weir.device.config.ObjectShape;
import io.weir.device.config.Settings;
import io.weir.device.config.Shape;
import io.weir.pipeline.step.MaxKeys;
import io.weir.pipeline.step.Operator;
import io.weir.pipeline.step.PerKey;
import io.weir.pipeline.step.StepProvider;
import java.time.Duration;

/** {@code debounce: {for: 50ms}}. */
final class DebounceProvider implements StepProvider {

    /** With the reading that is held. */
    private static final long BYTES_PER_KEY = 600;

    @Override
    public String kind() {
        return "debounce";
    }

    @Override
    public ObjectShape shape() {
        return ObjectShape.of(
                Key.required(
                        "for",
                        // Longer ones could not be told from a clock that was set back.
                        Shape.span(Duration.ofMillis(1), Duration.ofHours(1)),
                        "a new value passes once it has been there for this long"),
                MaxKeys.key());
    }

    @Override
    public boolean stateful() {
        return true;
    }

    @Override
    public Operator create(Settings settings) {
        long forMillis = settings.span("for").toMillis();
        return new PerKey<>(maxKeys(settings), (device, metric) -> new Debounce(device, metric, forMillis));
    }

    @Override
    public long bytesPerKey(Settings settings) {
        return BYTES_PER_KEY;
    }
}
