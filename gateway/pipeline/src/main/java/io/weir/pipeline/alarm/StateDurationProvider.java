package io.weir.pipeline.alarm;

import io.weir.device.Value;
import io.weir.device.config.Key;
import io.weir.device.config.ObjectShape;
import io.weir.device.config.Problems;
import io.weir.device.config.Settings;
import io.weir.device.config.Shape;
import io.weir.pipeline.step.MaxKeys;
import io.weir.pipeline.step.Operator;
import io.weir.pipeline.step.StepProvider;
import java.time.Duration;
import java.util.Optional;

/** {@code state-duration: {of: true, every: 10m}} or {@code {above: 90, clear: 85}}. */
final class StateDurationProvider implements StepProvider {

    /** An entry of two hash tables, a device's share of the outer one, the state and its order. */
    private static final long BYTES_PER_KEY = 380;

    @Override
    public String kind() {
        return "state-duration";
    }

    @Override
    public ObjectShape shape() {
        return Limits.in(ObjectShape.of(
                Key.optional(
                        "of",
                        Shape.text(
                                Value.MAX_TEXT, "a state: true, false, a number or a text", text -> Optional.empty()),
                        "the state whose lengths are told; with limits true is beyond them; default: every state"),
                Key.optional(
                        "every",
                        Shape.span(Duration.ofMillis(1), Duration.ofDays(366)),
                        "tells the length so far each time a state has lasted this much longer"),
                As.key("{metric}.duration"),
                MaxKeys.key()));
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
        Limits.check(settings, problems);
        if (!Limits.given(settings)) {
            for (String key : new String[] {"clear", "margin"}) {
                if (settings.has(key)) {
                    problems.report(settings.path(key), "missing", key + " belongs to a limit: above or below");
                }
            }
        } else if (settings.has("of") && !settings.text("of").matches("true|false")) {
            problems.report(settings.path("of"), "conflict", "with a limit the states are true (beyond it) and false");
        }
    }

    @Override
    public Operator create(Settings settings) {
        return new StateDurationOperator(
                watched(settings),
                settings.has("every") ? settings.span("every").toMillis() : Long.MAX_VALUE,
                As.of(settings),
                MaxKeys.of(settings));
    }

    private static Watched watched(Settings settings) {
        Optional<Limits> limits = Limits.given(settings) ? Optional.of(Limits.of(settings)) : Optional.empty();
        return new Watched(limits, settings.optionalText("of"));
    }

    /** What a state is must be the same. */
    @Override
    public String fingerprint(Settings settings) {
        return "state-duration as=" + settings.text("as") + (Limits.given(settings) ? " limits" : "");
    }

    @Override
    public long bytesPerKey(Settings settings) {
        return BYTES_PER_KEY;
    }
}
