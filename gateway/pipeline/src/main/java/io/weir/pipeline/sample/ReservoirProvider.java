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

/** {@code reservoir: {k: 10, every: 1m}}. */
final class ReservoirProvider implements StepProvider {

    /** A reading with its own texts for device, metric and unit. */
    private static final long BYTES_PER_READING = 250;

    @Override
    public String kind() {
        return "reservoir";
    }

    @Override
    public ObjectShape shape() {
        return ObjectShape.of(
                Key.required("k", Shape.whole(1, 10_000), "readings that are chosen of each piece of time"),
                Key.required(
                        "every",
                        Shape.span(Duration.ofMillis(1), Duration.ofDays(366)),
                        "how long a piece of event time is"),
                Key.defaulted(
                        "idle",
                        Shape.span(Duration.ofMillis(1), Duration.ofDays(366)),
                        "1m",
                        "how long after its end a piece is over although nothing else came, by the arrival clock"),
                Key.defaulted("seed", Shape.whole(0, Long.MAX_VALUE), "0", "with another seed the choice is another"),
                MaxKeys.key());
    }

    @Override
    public boolean stateful() {
        return true;
    }

    @Override
    public Operator create(Settings settings) {
        int k = Math.toIntExact(settings.whole("k"));
        long seed = settings.whole("seed");
        Pieces.Cut cut = new Pieces.Cut(
                settings.span("every").toMillis(), settings.span("idle").toMillis());
        return new PerKey<>(maxKeys(settings), (device, metric) -> new Reservoir(device, metric, k, cut, seed));
    }

    @Override
    public String fingerprint(Settings settings) {
        return "reservoir of " + settings.whole("k") + " every "
                + settings.span("every").toMillis() + " ms, seed " + settings.whole("seed");
    }

    @Override
    public long bytesPerKey(Settings settings) {
        return 400 + settings.whole("k") * BYTES_PER_READING;
    }
}
