package io.weir.pipeline.filter;

import io.weir.device.Reading;
import io.weir.device.Value;
import io.weir.pipeline.step.Emitter;
import io.weir.pipeline.step.Operator;

/**
 * Lets numbers between two bounds, both inclusive, pass; others are filtered, or moved to the nearer bound. It is about
 * numbers: a reading that is true, false or text is in no range and is filtered either way.
 */
final class RangeOperator implements Operator {

    private final double min;
    private final double max;
    private final boolean clamp;

    RangeOperator(double min, double max, boolean clamp) {
        this.min = min;
        this.max = max;
        this.clamp = clamp;
    }

    @Override
    public void onReading(Reading reading, Emitter out) {
        if (!(reading.value() instanceof Value.Num number)) {
            out.filtered();
        } else if (number.value() >= min && number.value() <= max) {
            out.pass(reading);
        } else if (clamp) {
            out.pass(reading.with(new Value.Num(number.value() < min ? min : max)));
        } else {
            out.filtered();
        }
    }
}
