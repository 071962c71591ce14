package io.weir.pipeline.window;

import io.weir.device.config.Settings;
import io.weir.device.config.SpanText;
import io.weir.pipeline.step.MaxKeys;
import java.time.Duration;
import java.util.List;

/** The settings of a window step as its operators take them; they were checked. */
final class WindowSettings {

    static final List<String> DEFAULT_FIGURES = List.of("count", "mean", "min", "max");

    private WindowSettings() {}

    static WindowSpec byTime(Settings settings, Figures figures) {
        return new WindowSpec(
                cut(settings),
                span(settings, "lateness", Duration.ZERO).toMillis(),
                span(settings, "allowed-lateness", Duration.ZERO).toMillis(),
                span(settings, "idle", Duration.ofMinutes(1)).toMillis(),
                span(settings, "max-ahead", Duration.ofHours(1)).toMillis(),
                by(settings).contains("device"),
                by(settings).contains("metric"),
                settings.flag("late"),
                MaxKeys.of(settings),
                figures);
    }

    static CountSpec byCount(Settings settings, Figures figures) {
        int count = Math.toIntExact(settings.whole("count"));
        return new CountSpec(
                count,
                settings.has("every") ? Integer.parseInt(settings.text("every")) : count,
                by(settings).contains("device"),
                by(settings).contains("metric"),
                MaxKeys.of(settings),
                figures);
    }

    private static Cut cut(Settings settings) {
        if (settings.has("gap")) {
            return new Cut.Session(
                    settings.span("gap").toMillis(),
                    settings.has("max") ? settings.span("max").toMillis() : Long.MAX_VALUE);
        }
        long size = settings.span("size").toMillis();
        return new Cut.Sliding(size, every(settings));
    }

    /** From one window by time to the next, in milliseconds. */
    static long every(Settings settings) {
        return settings.has("every")
                ? SpanText.parse(settings.text("every")).orElseThrow().toMillis()
                : settings.span("size").toMillis();
    }

    private static Duration span(Settings settings, String key, Duration fallback) {
        return settings.has(key) ? settings.span(key) : fallback;
    }

    private static List<String> by(Settings settings) {
        return settings.has("by") ? settings.texts("by") : List.of("device", "metric");
    }

    static Figures figures(Settings settings) {
        List<String> words = settings.has("emit") ? settings.texts("emit") : DEFAULT_FIGURES;
        return new Figures(
                words.stream().map(word -> Figure.ofWord(word).orElseThrow()).toList());
    }
}
