package io.weir.pipeline.expression;

import io.weir.device.Reading;
import io.weir.device.config.Key;
import io.weir.device.config.ObjectShape;
import io.weir.device.config.Problems;
import io.weir.device.config.Settings;
import io.weir.device.config.Shape;
import io.weir.pipeline.step.Operator;
import io.weir.pipeline.step.StepProvider;
import java.util.Optional;

/** {@code map: value * 1.8 + 32} or {@code map: {value: value * 1.8 + 32, unit: "[degF]", metric: "{metric}-f"}}. */
final class MapProvider implements StepProvider {

    private static final String VALUE = "value";
    private static final String METRIC = "metric";
    private static final String UNIT = "unit";

    @Override
    public String kind() {
        return "map";
    }

    @Override
    public Shape shape() {
        return new Shape.Brief(
                VALUE,
                ObjectShape.of(
                        Key.optional(VALUE, Expressions.shape(), "the new value: value * 1.8 + 32"),
                        Key.optional(METRIC, metric(), "its new metric; {metric} in it stands for the old one"),
                        Key.optional(
                                UNIT,
                                Shape.text(Reading.MAX_UNIT, "a unit", text -> Optional.empty()),
                                "its new unit, written down only: values are converted by convert")));
    }

    private static Shape metric() {
        return Shape.text(
                Reading.MAX_METRIC,
                "the name of a metric",
                text -> text.isEmpty() ? Optional.of("is no name") : Optional.empty());
    }

    @Override
    public boolean stateful() {
        return false;
    }

    @Override
    public void check(Settings settings, Problems problems) {
        if (!settings.has(VALUE) && !settings.has(METRIC) && !settings.has(UNIT)) {
            problems.report(settings.path(), "missing", "a map changes value, metric or unit");
        }
        Expressions.check(settings, VALUE, problems, MapProvider::formula);
    }

    private static Formula formula(String text) throws MistakeException {
        return Formula.of(text, Vocabulary.READING);
    }

    @Override
    public Operator create(Settings settings) {
        Optional<Formula> formula = settings.has(VALUE)
                ? Optional.of(Expressions.read(settings, VALUE, MapProvider::formula))
                : Optional.empty();
        return new MapOperator(formula, settings.optionalText(METRIC), settings.optionalText(UNIT));
    }
}
