package io.weir.pipeline.join;

import io.weir.device.Reading;
import io.weir.device.config.Key;
import io.weir.device.config.ObjectShape;
import io.weir.device.config.Problems;
import io.weir.device.config.Settings;
import io.weir.device.config.Shape;
import io.weir.pipeline.expression.Expressions;
import io.weir.pipeline.expression.Formula;
import io.weir.pipeline.expression.MistakeException;
import io.weir.pipeline.expression.Vocabulary;
import io.weir.pipeline.step.MaxKeys;
import io.weir.pipeline.step.Operator;
import io.weir.pipeline.step.StepProvider;
import java.time.Duration;
import java.util.Optional;

/** {@code join: {metric: voltage, with: current, within: 5s, value: left * right, as: power, unit: W}}. */
final class JoinProvider implements StepProvider {

    /** A reading with its texts, its link and its place in a list. */
    private static final long BYTES_PER_READING = 300;

    private static final long BYTES_PER_DEVICE = 300;

    @Override
    public String kind() {
        return "join";
    }

    @Override
    public Shape shape() {
        return ObjectShape.of(
                Key.required("metric", metric(), "the metric on the left: each of its readings makes one result"),
                Key.required("with", metric(), "the metric on the right, of the same device"),
                Key.required(
                        "within",
                        Shape.span(Duration.ZERO, Duration.ofDays(1)),
                        "how far apart in event time the two may be; the nearest is taken"),
                Expressions.required("value", "what comes out, of left and right: left * right"),
                Key.required("as", metric(), "the metric of what comes out"),
                Key.defaulted(
                        "unit",
                        Shape.text(Reading.MAX_UNIT, "a unit", text -> Optional.empty()),
                        "",
                        "the unit of what comes out"),
                Key.optional(
                        "wait",
                        Shape.span(Duration.ofMillis(1), Duration.ofDays(1)),
                        "how long a reading waits for its partner by the gateway's clock; default: as long as within"),
                Key.defaulted(
                        "keep",
                        Shape.whole(1, 10_000),
                        "100",
                        "readings of one device that wait at once, for each metric; the oldest gives way"),
                MaxKeys.key());
    }

    private static Shape metric() {
        return Shape.text(
                Reading.MAX_METRIC,
                "the name of a metric",
                text -> text.isEmpty() ? Optional.of("is no name") : Optional.empty());
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
        if (settings.text("metric").equals(settings.text("with"))) {
            problems.report(settings.path("with"), "conflict", "a metric cannot be joined with itself");
        }
        if (JoinSpec.of(settings).waitMillis() == 0) {
            problems.report(settings.path(), "missing", "with a `within` of nothing a join needs a `wait`");
        }
        Expressions.check(settings, "value", problems, JoinProvider::formula);
    }

    private static Formula formula(String text) throws MistakeException {
        return Formula.of(text, Vocabulary.PAIR);
    }

    @Override
    public Operator create(Settings settings) {
        return new JoinOperator(JoinSpec.of(settings), Expressions.read(settings, "value", JoinProvider::formula));
    }

    @Override
    public String fingerprint(Settings settings) {
        JoinSpec spec = JoinSpec.of(settings);
        return "join metric=" + spec.left() + " with=" + spec.right() + " keep=" + spec.keep();
    }

    @Override
    public long bytesPerKey(Settings settings) {
        return BYTES_PER_DEVICE + 2 * BYTES_PER_READING * settings.whole("keep");
    }
}
