package io.weir.pipeline.alarm;

import io.weir.device.config.Key;
import io.weir.device.config.ObjectShape;
import io.weir.device.config.Problems;
import io.weir.device.config.Settings;
import io.weir.device.config.Shape;
import io.weir.pipeline.step.MaxKeys;
import io.weir.pipeline.step.Operator;
import io.weir.pipeline.step.StepProvider;
import java.time.Duration;

/** {@code threshold: {above: 90, clear: 85, for: 10s}}. */
final class ThresholdProvider implements StepProvider {

    /** An entry of two hash tables, a device's share of the outer one, the state and its order. */
    private static final long BYTES_PER_KEY = 340;

    @Override
    public String kind() {
        return "threshold";
    }

    @Override
    public ObjectShape shape() {
        return Limits.in(ObjectShape.of(
                Key.defaulted(
                        "for",
                        Shape.span(Duration.ZERO, Duration.ofDays(366)),
                        "0s",
                        "how long a value must be beyond the limit, by the readings' times, before the alarm is raised"),
                As.key("{metric}.alarm"),
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
        if (!Limits.given(settings)) {
            problems.report(settings.path(), "missing", "a threshold needs above, below or both");
        }
        Limits.check(settings, problems);
    }

    @Override
    public Operator create(Settings settings) {
        return new ThresholdOperator(
                Limits.of(settings), settings.span("for").toMillis(), As.of(settings), MaxKeys.of(settings));
    }

    /** Limits may move while an alarm stands; but one under another name would never be cleared. */
    @Override
    public String fingerprint(Settings settings) {
        return "threshold as=" + settings.text("as");
    }

    @Override
    public long bytesPerKey(Settings settings) {
        return BYTES_PER_KEY;
    }
}
