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

/** {@code lttb: {points: 100, every: 1h}}. */
final class LttbProvider implements StepProvider {

    /** A reading with its own texts for device, metric and unit. */
    private static final long BYTES_PER_READING = 250;

    @Override
    public String kind() {
        return "lttb";
    }

    @Override
    public ObjectShape shape() {
        return ObjectShape.of(
                Key.required("points", Shape.whole(1, 1_000_000), "readings that pass in each such time, about"),
                Key.required(
                        "every",
                        Shape.span(Duration.ofMillis(1), Duration.ofDays(366)),
                        "event time in which so many pass"),
                Key.defaulted(
                        "idle",
                        Shape.span(Duration.ofMillis(1), Duration.ofDays(366)),
                        "1m",
                        "how long after its end a slice is over although nothing else came, by the arrival clock"),
                Key.defaulted(
                        "max-held",
                        Shape.whole(2, 100_000),
                        "1000",
                        "readings that are held at once for each key; when they are more, slices end early"),
                MaxKeys.key());
    }

    @Override
    public boolean stateful() {
        return true;
    }

    @Override
    public Operator create(Settings settings) {
        int maxPerSlice = Math.toIntExact(settings.whole("max-held") / 2);
        Pieces.Cut cut =
                new Pieces.Cut(sliceMillis(settings), settings.span("idle").toMillis());
        return new PerKey<>(maxKeys(settings), (device, metric) -> new Lttb(device, metric, maxPerSlice, cut));
    }

    @Override
    public void check(Settings settings, Problems problems) {
        if (sliceMillis(settings) == 0) {
            problems.report(
                    settings.path("points"),
                    "conflict",
                    settings.whole("points") + " points in " + SpanText.of(settings.span("every"))
                            + " are more than one each millisecond");
        }
    }

    private static long sliceMillis(Settings settings) {
        return settings.span("every").toMillis() / settings.whole("points");
    }

    @Override
    public String fingerprint(Settings settings) {
        return "lttb in slices of " + sliceMillis(settings) + " ms";
    }

    @Override
    public long bytesPerKey(Settings settings) {
        return 400 + settings.whole("max-held") * BYTES_PER_READING;
    }
}
