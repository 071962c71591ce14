package io.weir.pipeline.window;

import io.weir.device.config.Guess;
import io.weir.device.config.Problems;
import io.weir.device.config.Settings;
import io.weir.device.config.SpanText;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What is wrong with the settings of a window that their shape cannot say. */
final class WindowChecks {

    private static final long MOST_SLICES = 720;
    private static final long MOST_ALIVE = 7_200;
    /** Beyond this not even {@code force} helps. */
    private static final long MOST_FORCED = 1_000_000;

    private static final List<String> KINDS = List.of("size", "gap", "count");
    private static final List<String> OF_TIME = List.of("lateness", "allowed-lateness", "idle", "max-ahead");

    /** What figures are wanted does not matter to the other checks. */
    private static final Figures NO_FIGURES = new Figures(List.of());

    private final Settings settings;
    private final Problems problems;

    WindowChecks(Settings settings, Problems problems) {
        this.settings = settings;
        this.problems = problems;
    }

    void run() {
        checkEmit();
        List<String> kinds = KINDS.stream().filter(settings::has).toList();
        if (kinds.isEmpty()) {
            problems.report(
                    settings.path(),
                    "missing",
                    "a window needs size (by time), gap (sessions) or count (by number of readings)");
        } else if (kinds.size() > 1) {
            conflict(kinds.get(1), kinds.get(0) + " and " + kinds.get(1) + " are different kinds of windows");
        } else if (settings.has("count")) {
            checkCount();
        } else if (settings.has("gap")) {
            checkSession();
        } else {
            checkSliding();
        }
    }

    private void checkEmit() {
        List<String> words = settings.has("emit") ? settings.texts("emit") : List.of();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            String path = settings.path("emit") + "[" + i + "]";
            if (Figure.ofWord(word).isEmpty()) {
                problems.report(
                        path,
                        "type",
                        "\"" + word + "\" is none of " + Figure.words(),
                        Guess.nearest(word, Figure.words()));
            } else if (!seen.add(word)) {
                problems.report(path, "conflict", word + " stands twice in emit");
            }
        }
    }

    private void checkCount() {
        refuse(OF_TIME, "has no meaning for a window by count, for which no reading is late");
        refuse(List.of("max"), "is about sessions");
        if (settings.flag("late")) {
            conflict("late", "no reading is late for a window by count");
        }
        if (settings.has("every") && !isWhole(settings.text("every"))) {
            problems.report(
                    settings.path("every"),
                    "type",
                    "with count, every is a whole number of readings from 1 to 1000000, not `" + settings.text("every")
                            + "`");
            return;
        }
        CountSpec spec = WindowSettings.byCount(settings, NO_FIGURES);
        if (spec.every() > spec.count()) {
            conflict(
                    "every",
                    "every (" + spec.every() + " readings) is more than count (" + spec.count()
                            + "): readings between would be in no window");
        } else if (spec.slices() > (settings.flag("force") ? MOST_FORCED : MOST_SLICES)) {
            tooMany(
                    settings.has("every") ? "every" : "count",
                    spec.slices() + " slices of " + spec.slice() + " readings");
        }
    }

    private static boolean isWhole(String text) {
        return text.matches("[1-9][0-9]{0,5}|1000000");
    }

    private void checkSession() {
        refuse(List.of("every"), "has no meaning for sessions");
        long alive = WindowSettings.byTime(settings, NO_FIGURES).live();
        if (alive > (settings.flag("force") ? MOST_FORCED : MOST_ALIVE)) {
            tooAlive(alive, "sessions with a gap of " + settings.span("gap").toMillis() + " ms");
        }
    }

    private void checkSliding() {
        refuse(List.of("max"), "is about sessions");
        if (settings.has("every") && !isStep(settings.text("every"))) {
            problems.report(
                    settings.path("every"),
                    "type",
                    "expected a duration from 1ms to 366d (units: ms, s, m, h, d), got `" + settings.text("every")
                            + "`");
            return;
        }
        long size = settings.span("size").toMillis();
        long every = WindowSettings.every(settings);
        if (every > size) {
            conflict(
                    "every",
                    "every (" + every + " ms) is longer than size (" + size
                            + " ms): readings between would be in no window");
            return;
        }
        SliceGrid grid = SliceGrid.of(size, every);
        boolean force = settings.flag("force");
        if (grid.slices() > (force ? MOST_FORCED : MOST_SLICES)) {
            tooMany(
                    settings.has("every") ? "every" : "size",
                    grid.slices() + " slices of " + grid.sliceMillis() + " ms");
            return;
        }
        long alive = WindowSettings.byTime(settings, NO_FIGURES).live();
        if (alive > (force ? MOST_FORCED : MOST_ALIVE)) {
            tooAlive(alive, "slices of " + grid.sliceMillis() + " ms");
        }
    }

    private static boolean isStep(String text) {
        return SpanText.parse(text)
                .filter(step -> !step.isZero() && step.compareTo(Duration.ofDays(366)) <= 0)
                .isPresent();
    }

    private void refuse(List<String> keys, String why) {
        for (String key : keys) {
            if (settings.has(key)) {
                conflict(key, key + " " + why);
            }
        }
    }

    private void conflict(String key, String words) {
        problems.report(settings.path(key), "conflict", words);
    }

    private void tooMany(String key, String slices) {
        problems.report(
                settings.path(key),
                "range",
                "a window of " + slices + "; allowed are " + MOST_SLICES + ", with force: true " + MOST_FORCED);
    }

    private void tooAlive(long alive, String what) {
        problems.report(
                settings.path(),
                "range",
                "lateness and allowed-lateness keep " + alive + " " + what + " alive; allowed are " + MOST_ALIVE
                        + ", with force: true " + MOST_FORCED);
    }
}
