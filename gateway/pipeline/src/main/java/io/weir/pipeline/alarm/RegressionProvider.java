package io.weir.pipeline.alarm;

import io.weir.device.config.Key;
import io.weir.device.config.ObjectShape;
import io.weir.device.config.Problems;
import io.weir.device.config.Settings;
import io.weir.device.config.Shape;
import io.weir.pipeline.alarm.RegressionOperator.Told;
import io.weir.pipeline.step.MaxKeys;
import io.weir.pipeline.step.Operator;
import io.weir.pipeline.step.StepProvider;
import java.time.Duration;
import java.util.Map;

/** {@code regression: {window: 10m, emit: slope, per: 1h}} or {@code {count: 60, emit: forecast, ahead: 30m}}. */
final class RegressionProvider implements StepProvider {

    /** An entry of two hash tables, a device's share of the outer one, the state and its ring without the points. */
    private static final long FIXED_BYTES = 460;

    private static final int COUNT = 1_000;

    /** UCUM's units of time, as far as a rate is told in them. */
    private static final Map<Duration, String> PER = Map.of(
            Duration.ofSeconds(1),
            "/s",
            Duration.ofMinutes(1),
            "/min",
            Duration.ofHours(1),
            "/h",
            Duration.ofDays(1),
            "/d");

    @Override
    public String kind() {
        return "regression";
    }

    @Override
    public ObjectShape shape() {
        Shape span = Shape.span(Duration.ofMillis(1), Duration.ofDays(366));
        return ObjectShape.of(
                Key.optional("window", span, "the line goes through the numbers of the last so much event time"),
                Key.optional(
                        "count",
                        Shape.whole(2, 10_000),
                        "the line goes through so many numbers at most; default with a window: " + COUNT),
                Key.defaulted(
                        "emit",
                        Shape.choice("slope", "forecast", "residual"),
                        "slope",
                        "what passes instead of a number: how much the line rises, its value ahead, or the number's distance"
                                + " from the line before it"),
                Key.optional("per", span, "the time in which a slope rises so much; default 1s"),
                Key.optional("ahead", span, "how far a forecast looks"),
                As.key(),
                MaxKeys.key());
    }

    @Override
    public boolean stateful() {
        return true;
    }

    @Override
    public void check(Settings settings, Problems problems) {
        if (!settings.has("window") && !settings.has("count")) {
            problems.report(settings.path(), "missing", "a regression needs a window, a count or both");
        }
        String emit = settings.text("emit");
        if (emit.equals("forecast") && !settings.has("ahead")) {
            problems.report(settings.path(), "missing", "a forecast needs ahead: how far it looks");
        }
        belongs(settings, "ahead", "forecast", problems);
        belongs(settings, "per", "slope", problems);
    }

    private static void belongs(Settings settings, String key, String emit, Problems problems) {
        if (settings.has(key) && !settings.text("emit").equals(emit)) {
            problems.report(settings.path(key), "conflict", key + " belongs to emit: " + emit);
        }
    }

    @Override
    public Operator create(Settings settings) {
        return new RegressionOperator(
                told(settings),
                settings.has("window") ? settings.span("window").toMillis() : Long.MAX_VALUE,
                count(settings),
                As.of(settings, settings.text("emit")),
                MaxKeys.of(settings));
    }

    private static Told told(Settings settings) {
        return switch (settings.text("emit")) {
            case "forecast" -> new Told.Forecast(settings.span("ahead").toMillis());
            case "residual" -> new Told.Residual();
            default -> {
                Duration per = settings.has("per") ? settings.span("per") : Duration.ofSeconds(1);
                yield new Told.Slope(per.toMillis(), PER.getOrDefault(per, ""));
            }
        };
    }

    private static int count(Settings settings) {
        return settings.has("count") ? Math.toIntExact(settings.whole("count")) : COUNT;
    }

    @Override
    public String fingerprint(Settings settings) {
        return "regression count=" + count(settings);
    }

    @Override
    public long bytesPerKey(Settings settings) {
        return FIXED_BYTES + 16L * count(settings);
    }
}
