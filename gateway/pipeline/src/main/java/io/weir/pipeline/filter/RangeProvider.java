package io.weir.pipeline.filter;

import io.weir.device.config.Key;
import io.weir.device.config.ObjectShape;
import io.weir.device.config.Problems;
import io.weir.device.config.Settings;
import io.weir.device.config.Shape;
import io.weir.pipeline.step.Operator;
import io.weir.pipeline.step.StepProvider;

/** {@code range: {min: -40, max: 125, else: drop}}. */
final class RangeProvider implements StepProvider {

    @Override
    public String kind() {
        return "range";
    }

    @Override
    public ObjectShape shape() {
        return ObjectShape.of(
                Key.optional("min", Shape.decimal(), "the smallest value that passes"),
                Key.optional("max", Shape.decimal(), "the largest value that passes"),
                Key.defaulted(
                        "else",
                        Shape.choice("drop", "clamp"),
                        "drop",
                        "what becomes of others: dropped, or moved to the nearer bound"));
    }

    @Override
    public boolean stateful() {
        return false;
    }

    @Override
    public void check(Settings settings, Problems problems) {
        if (!settings.has("min") && !settings.has("max")) {
            problems.report(settings.path(), "missing", "a range needs min, max or both");
        } else if (min(settings) > max(settings)) {
            problems.report(
                    settings.path("min"),
                    "conflict",
                    "min (" + min(settings) + ") is greater than max (" + max(settings) + ")");
        }
    }

    @Override
    public Operator create(Settings settings) {
        return new RangeOperator(
                min(settings), max(settings), settings.text("else").equals("clamp"));
    }

    private static double min(Settings settings) {
        return settings.has("min") ? settings.decimal("min") : Double.NEGATIVE_INFINITY;
    }

    private static double max(Settings settings) {
        return settings.has("max") ? settings.decimal("max") : Double.POSITIVE_INFINITY;
    }
}
