package io.weir.pipeline.window;

import io.weir.device.config.Guess;
import io.weir.device.config.Key;
import io.weir.device.config.ObjectShape;
import io.weir.device.config.Problems;
import io.weir.device.config.Settings;
import io.weir.device.config.Shape;
import io.weir.pipeline.step.MaxKeys;
import io.weir.pipeline.step.Operator;
import io.weir.pipeline.step.StepProvider;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/** {@code window: {size: 1m, every: 10s, by: [device, metric], lateness: 5s, emit: [count, mean, min, max]}}. */
final class WindowProvider implements StepProvider {

    private static final long MOST_SLICES = 720;
    private static final long MOST_LIVE_SLICES = 7_200;
    /** Beyond this not even {@code force} helps. */
    private static final long ANY_SLICES = 1_000_000;

    private static final Duration LONGEST = Duration.ofDays(366);

    private static final List<String> FIGURES =
            Arrays.stream(Figure.values()).map(Figure::word).toList();
    private static final Pattern NOT_YET =
            Pattern.compile("sum|first|last|stddev|range|distinct|rate|time-weighted-mean|p\\d{2,3}");

    @Override
    public String kind() {
        return "window";
    }

    @Override
    public ObjectShape shape() {
        Shape span = Shape.span(Duration.ZERO, LONGEST);
        Shape length = Shape.span(Duration.ofMillis(1), LONGEST);
        return ObjectShape.of(
                Key.required("size", length, "how much event time a window spans"),
                Key.optional("every", length, "a new window begins each time this has gone by; default: size"),
                Key.optional(
                        "by",
                        new Shape.ListOf(Shape.choice("device", "metric"), 0, 2),
                        "what has windows of its own; default: [device, metric]"),
                Key.defaulted("lateness", span, "0s", "how far the watermark trails the newest event time of a device"),
                Key.defaulted(
                        "allowed-lateness",
                        span,
                        "0s",
                        "how long a fired window still accepts readings and fires again"),
                Key.defaulted("idle", length, "1m", "a device not heard for this long has its windows closed"),
                Key.defaulted(
                        "max-ahead",
                        span,
                        "1h",
                        "a reading further ahead of the gateway's clock than this does not move the watermark"),
                Key.defaulted("late", Shape.flag(), "false", "whether late readings go to the stream NAME-late"),
                Key.optional(
                        "emit",
                        Shape.listOf(Shape.text()),
                        "the figures of a result, of " + FIGURES + "; default: all of them"),
                MaxKeys.key(),
                Key.defaulted("force", Shape.flag(), "false", "whether windows that take very much memory are wanted"),
                Key.optional("gap", Shape.notYet("the session window (gap)"), "ends a session"),
                Key.optional("max", Shape.notYet("the session window (max)"), "the longest session"),
                Key.optional("count", Shape.notYet("the count window (count)"), "readings of a window"));
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
        checkEmit(settings, problems);
        long size = settings.span("size").toMillis();
        long every = every(settings);
        if (every > size) {
            problems.report(
                    settings.path("every"),
                    "conflict",
                    "every (" + every + " ms) is longer than size (" + size
                            + " ms): readings between would be in no window");
            return;
        }
        SliceGrid grid = SliceGrid.of(size, every);
        if (settings.flag("force") && grid.slices() <= ANY_SLICES && live(settings, grid) <= ANY_SLICES) {
            return;
        }
        if (grid.slices() > MOST_SLICES) {
            problems.report(
                    settings.path(settings.has("every") ? "every" : "size"),
                    "range",
                    "a window of " + grid.slices() + " slices of " + grid.sliceMillis() + " ms; allowed are "
                            + MOST_SLICES + ", with force: true " + ANY_SLICES);
        } else if (live(settings, grid) > MOST_LIVE_SLICES) {
            problems.report(
                    settings.path(),
                    "range",
                    "size, lateness and allowed-lateness keep " + live(settings, grid) + " slices of "
                            + grid.sliceMillis() + " ms alive; allowed are " + MOST_LIVE_SLICES + ", with force: true "
                            + ANY_SLICES);
        }
    }

    private static long live(Settings settings, SliceGrid grid) {
        long behind = settings.span("lateness")
                .plus(settings.span("allowed-lateness"))
                .toMillis();
        return grid.slices() + behind / grid.sliceMillis();
    }

    private static void checkEmit(Settings settings, Problems problems) {
        List<String> words = settings.has("emit") ? settings.texts("emit") : List.of();
        HashSet<String> seen = new HashSet<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            String path = settings.path("emit") + "[" + i + "]";
            if (NOT_YET.matcher(word).matches()) {
                problems.report(path, "not-available", "the aggregate " + word + " is not available in this version");
            } else if (!FIGURES.contains(word)) {
                problems.report(path, "type", "\"" + word + "\" is none of " + FIGURES, Guess.nearest(word, FIGURES));
            } else if (!seen.add(word)) {
                problems.report(path, "conflict", word + " stands twice in emit");
            }
        }
    }

    private static long every(Settings settings) {
        return settings.span(settings.has("every") ? "every" : "size").toMillis();
    }

    private static List<String> by(Settings settings) {
        return settings.has("by") ? settings.texts("by") : List.of("device", "metric");
    }

    static WindowSpec spec(Settings settings) {
        List<String> emit = settings.has("emit") ? settings.texts("emit") : FIGURES;
        return new WindowSpec(
                settings.span("size").toMillis(),
                every(settings),
                settings.span("lateness").toMillis(),
                settings.span("allowed-lateness").toMillis(),
                settings.span("idle").toMillis(),
                settings.span("max-ahead").toMillis(),
                by(settings).contains("device"),
                by(settings).contains("metric"),
                settings.flag("late"),
                MaxKeys.of(settings),
                emit.stream().map(word -> Figure.ofWord(word).orElseThrow()).toList());
    }

    @Override
    public Operator create(Settings settings) {
        return new WindowOperator(spec(settings));
    }

    /** All figures come from the same state, so that what is emitted may change without losing it. */
    @Override
    public String fingerprint(Settings settings) {
        WindowSpec spec = spec(settings);
        return "window size=" + spec.sizeMillis() + " every=" + spec.everyMillis() + " allowed=" + spec.allowedMillis()
                + (spec.byDevice() ? " device" : "") + (spec.byMetric() ? " metric" : "");
    }

    @Override
    public boolean writesLate(Settings settings) {
        return settings.flag("late");
    }

    /** The fixed parts of a key and its device, its slices, and the merged ones where they are kept. */
    @Override
    public long bytesPerKey(Settings settings) {
        WindowSpec spec = spec(settings);
        long merged = spec.overlapsMuch() ? 48 * spec.grid().slices() : 0;
        long firings = spec.allowedMillis() / spec.everyMillis() * 12;
        // A ring's length is a power of two.
        long ring = Long.highestOneBit(Math.max(2, spec.liveSlices()) - 1) * 2;
        return 700 + 76 * ring + merged + firings;
    }

    @Override
    public int maxKeys(Settings settings) {
        return MaxKeys.of(settings);
    }
}
