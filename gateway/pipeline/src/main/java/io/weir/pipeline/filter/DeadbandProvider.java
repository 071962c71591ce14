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

/** {@code deadband: {abs: 0.2, heartbeat: 5m}} or {@code {pct: 1}}. */
final class DeadbandProvider implements StepProvider {

    /** An entry of two hash tables, a device's share of the outer one, and the state itself. */
    private static final long BYTES_PER_KEY = 300;

    @Override
    public String kind() {
        return "deadband";
    }

    @Override
    public ObjectShape shape() {
        return ObjectShape.of(
                Key.optional(
                        "abs",
                        Shape.decimal(Double.MIN_VALUE, Double.MAX_VALUE),
                        "a value must have moved by this much since the last one that passed"),
                Key.optional(
                        "pct",
                        Shape.decimal(Double.MIN_VALUE, 1_000_000),
                        "the same in per cent of the last value that passed"),
                Key.optional(
                        "heartbeat",
                        Shape.span(Duration.ofMillis(1), Duration.ofDays(366)),
                        "a measurement passes anyway when this much event time has gone by since the last one that did"),
                MaxKeys.key());
    }

    @Override
    public boolean stateful() {
        return true;
    }

    @Override
    public void check(Settings settings, Problems problems) {
        if (settings.has("abs") == settings.has("pct")) {
            problems.report(
                    settings.path(),
                    settings.has("abs") ? "conflict" : "missing",
                    "a deadband has either abs or pct" + (settings.has("abs") ? ", not both" : ""));
        }
    }

    @Override
    public Operator create(Settings settings) {
        boolean relative = settings.has("pct");
        return new DeadbandOperator(
                relative ? settings.decimal("pct") / 100 : settings.decimal("abs"),
                relative,
                settings.has("heartbeat") ? settings.span("heartbeat").toMillis() : Long.MAX_VALUE,
                maxKeys(settings));
    }

    @Override
    public long bytesPerKey(Settings settings) {
        return BYTES_PER_KEY;
    }
}
