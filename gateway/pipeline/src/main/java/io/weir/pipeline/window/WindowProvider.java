package io.weir.pipeline.window;

import io.weir.device.config.Key;
import io.weir.device.config.ObjectShape;
import io.weir.device.config.Problems;
import io.weir.device.config.Settings;
import io.weir.device.config.Shape;
import io.weir.pipeline.step.MaxKeys;
import io.weir.pipeline.step.Operator;
import io.weir.pipeline.step.StepProvider;
import java.time.Duration;

/**
 * {@code window: {size: 1m, every: 10s, by: [device, metric], lateness: 5s, emit: [count, mean, p95]}}, or
 * {@code {gap: 30s, max: 1h}} for sessions, or {@code {count: 100, every: 10}}.
 */
final class WindowProvider implements StepProvider {

    private static final Duration LONGEST = Duration.ofDays(366);

    @Override
    public String kind() {
        return "window";
    }

    @Override
    public ObjectShape shape() {
        Shape span = Shape.span(Duration.ZERO, LONGEST);
        Shape length = Shape.span(Duration.ofMillis(1), LONGEST);
        return ObjectShape.of(
                        Key.optional("size", length, "how much event time a window spans"),
                        Key.optional(
                                "every",
                                Shape.matching(
                                        "[0-9]{1,12}(ms|s|m|h|d)?", "a duration, or with `count` a number of readings"),
                                "a new window begins each time this has gone by; default: size, or count"),
                        Key.optional("gap", length, "a session ends when a key has measured nothing for this long"),
                        Key.optional("max", length, "no session spans more; what comes then begins another"),
                        Key.optional("count", Shape.whole(1, 1_000_000), "how many readings a window holds"),
                        Key.optional(
                                "by",
                                new Shape.ListOf(Shape.choice("device", "metric"), 0, 2),
                                "what has windows of its own; default: [device, metric]"),
                        Key.optional(
                                "lateness",
                                span,
                                "how far the watermark trails the newest event time of a device; default: 0s"),
                        Key.optional(
                                "allowed-lateness",
                                span,
                                "how long a fired window still accepts readings and fires again; default: 0s"),
                        Key.optional(
                                "idle", length, "a device not heard for this long has its windows closed; default: 1m"),
                        Key.optional(
                                "max-ahead",
                                span,
                                "a reading further ahead of the gateway's clock than this does not move the watermark; default:"
                                        + " 1h"),
                        Key.defaulted(
                                "late", Shape.flag(), "false", "whether late readings go to the stream NAME-late"),
                        Key.optional(
                                "emit",
                                Shape.listOf(Shape.text()),
                                "the figures of a result, of " + Figure.words() + "; default: "
                                        + WindowSettings.DEFAULT_FIGURES),
                        MaxKeys.key(),
                        Key.defaulted(
                                "force",
                                Shape.flag(),
                                "false",
                                "whether windows that take very much memory are wanted"))
                .choosing("size", "gap", "count");
    }

    @Override
    public boolean stateful() {
        return true;
    }

    @Override
    public boolean makesResults() {
        return true;
    }

    @Override
    public void check(Settings settings, Problems problems) {
        new WindowChecks(settings, problems).run();
    }

    @Override
    public Operator create(Settings settings) {
        return settings.has("count") ? new CountOperator(byCount(settings)) : new WindowOperator(byTime(settings));
    }

    /** The plain figures come from the same state, so that what is emitted of them may change without losing it. */
    @Override
    public String fingerprint(Settings settings) {
        if (settings.has("count")) {
            CountSpec spec = byCount(settings);
            return "window count=" + spec.count() + " every=" + spec.every() + by(spec.byDevice(), spec.byMetric())
                    + spec.figures().parts();
        }
        WindowSpec spec = byTime(settings);
        return "window " + spec.cut() + " allowed=" + spec.allowedMillis() + by(spec.byDevice(), spec.byMetric())
                + spec.figures().parts();
    }

    static WindowSpec byTime(Settings settings) {
        return WindowSettings.byTime(settings, WindowSettings.figures(settings));
    }

    private static CountSpec byCount(Settings settings) {
        return WindowSettings.byCount(settings, WindowSettings.figures(settings));
    }

    private static String by(boolean device, boolean metric) {
        return (device ? " device" : "") + (metric ? " metric " : " ");
    }

    @Override
    public boolean writesLate(Settings settings) {
        return settings.flag("late");
    }

    /** The fixed parts of a key and its device, its slices or sessions, and the merged ones where they are kept. */
    @Override
    public long bytesPerKey(Settings settings) {
        if (settings.has("count")) {
            CountSpec spec = byCount(settings);
            return 300 + spec.slices() * (36 + spec.figures().bytesPerAccumulator());
        }
        WindowSpec spec = byTime(settings);
        long each = spec.figures().bytesPerAccumulator();
        if (!(spec.cut() instanceof Cut.Sliding cut)) {
            return 600 + (spec.live() - 2) * (64 + each);
        }
        long merged = cut.overlapsMuch() ? (each - 8) * cut.grid().slices() : 0;
        long firings = spec.allowedMillis() / cut.everyMillis() * 12;
        // A ring's length is a power of two.
        long ring = Long.highestOneBit(Math.max(2, spec.live()) - 1) * 2;
        return 700 + (20 + each) * ring + merged + firings;
    }
}
