package io.weir.pipeline.expression;

import io.weir.device.Reading;
import io.weir.pipeline.step.Emitter;
import io.weir.pipeline.step.Operator;

/** Lets readings pass for which a condition is true; where it has no answer they are filtered. */
final class WhereOperator implements Operator {

    private final Condition condition;

    WhereOperator(Condition condition) {
        this.condition = condition;
    }

    @Override
    public void onReading(Reading reading, Emitter out) {
        if (condition.holds(reading)) {
            out.pass(reading);
        } else {
            out.filtered();
        }
    }
}
