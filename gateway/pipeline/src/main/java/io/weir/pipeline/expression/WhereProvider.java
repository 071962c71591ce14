package io.weir.pipeline.expression;

import io.weir.device.config.ObjectShape;
import io.weir.device.config.Problems;
import io.weir.device.config.Settings;
import io.weir.device.config.Shape;
import io.weir.pipeline.step.Operator;
import io.weir.pipeline.step.StepProvider;

/** {@code where: value > 5}. */
final class WhereProvider implements StepProvider {

    private static final String EXPR = "expr";

    @Override
    public String kind() {
        return "where";
    }

    @Override
    public Shape shape() {
        return new Shape.Brief(
                EXPR,
                ObjectShape.of(Expressions.required(EXPR, "readings for which this is true pass: metric == \"flow\"")));
    }

    @Override
    public boolean stateful() {
        return false;
    }

    @Override
    public void check(Settings settings, Problems problems) {
        Expressions.check(settings, EXPR, problems, Condition::of);
    }

    @Override
    public Operator create(Settings settings) {
        return new WhereOperator(Expressions.read(settings, EXPR, Condition::of));
    }
}
