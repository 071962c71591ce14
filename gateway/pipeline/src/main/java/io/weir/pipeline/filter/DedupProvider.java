package io.weir.pipeline.filter;

import io.weir.device.config.Key;
import io.weir.device.config.ObjectShape;
import io.weir.device.config.Problems;
import io.weir.device.config.Settings;
import io.weir.device.config.Shape;
import io.weir.pipeline.step.MaxKeys;
import io.weir.pipeline.step.Operator;
import io.weir.pipeline.step.StepProvider;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** {@code dedup: {by: [device, metric, time, value], within: 10m}}. */
final class DedupProvider implements StepProvider {

    /** A hash, a time and two indexes, in arrays that are between half and fully used. */
    private static final long BYTES_PER_KEY = 48;

    @Override
    public String kind() {
        return "dedup";
    }

    @Override
    public ObjectShape shape() {
        return ObjectShape.of(
                Key.optional(
                        "by",
                        Shape.listOf(Shape.choice("device", "metric", "time", "value")),
                        "what two readings must agree in to be the same; default: all of device, metric, time, value"),
                Key.required(
                        "within",
                        Shape.span(Duration.ofMillis(1), Duration.ofDays(366)),
                        "how long after the first one the same is a repeat, by arrival"),
                MaxKeys.key());
    }

    @Override
    public boolean stateful() {
        return true;
    }

    @Override
    public void check(Settings settings, Problems problems) {
        List<String> by = settings.has("by") ? settings.texts("by") : List.of();
        if (by.stream().distinct().count() < by.size()) {
            problems.report(settings.path("by"), "conflict", "a field stands twice in " + by);
        }
    }

    @Override
    public Operator create(Settings settings) {
        return new DedupOperator(by(settings), settings.span("within").toMillis(), maxKeys(settings));
    }

    private static Set<DedupOperator.Field> by(Settings settings) {
        Set<DedupOperator.Field> by = EnumSet.noneOf(DedupOperator.Field.class);
        if (!settings.has("by")) {
            return EnumSet.allOf(DedupOperator.Field.class);
        }
        settings.texts("by").forEach(name -> by.add(DedupOperator.Field.valueOf(name.toUpperCase(Locale.ROOT))));
        return by;
    }

    @Override
    public String fingerprint(Settings settings) {
        return "dedup by " + by(settings);
    }

    @Override
    public long bytesPerKey(Settings settings) {
        return BYTES_PER_KEY;
    }
}
