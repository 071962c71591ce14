package io.weir.pipeline.alarm;

import io.weir.device.Reading;
import io.weir.device.config.Key;
import io.weir.device.config.Problems;
import io.weir.device.config.Settings;
import io.weir.device.config.Shape;
import io.weir.pipeline.step.Emitter;
import java.util.Locale;

/** What a step that scores readings lets pass. */
enum Emit {
    OUTLIERS,
    REST,
    SCORE;

    static Key key() {
        return Key.defaulted(
                "emit",
                Shape.choice("outliers", "rest", "score"),
                "outliers",
                "what passes: the outliers, the others, or instead of every reading its score");
    }

    static void check(Settings settings, Problems problems) {
        if (settings.has("as") && of(settings) != SCORE) {
            problems.report(settings.path("as"), "conflict", "only a score has a name of its own: emit: score");
        }
    }

    static Emit of(Settings settings) {
        return valueOf(settings.text("emit").toUpperCase(Locale.ROOT));
    }

    /** A reading that cannot be judged is no outlier, and has no score. */
    void unjudged(Reading reading, Emitter out) {
        passIf(this == REST, reading, out);
    }

    void judged(Reading reading, boolean outlier, double score, String scored, Emitter out) {
        if (this == SCORE) {
            out.pass(Derived.of(reading, scored, score, ""));
        } else {
            passIf(outlier == (this == OUTLIERS), reading, out);
        }
    }

    private static void passIf(boolean passes, Reading reading, Emitter out) {
        if (passes) {
            out.pass(reading);
        } else {
            out.filtered();
        }
    }
}
