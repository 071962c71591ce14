package io.weir.pipeline.transform;

import io.weir.device.Reading;
import io.weir.device.Value;
import io.weir.pipeline.step.Emitter;
import io.weir.pipeline.step.Operator;
import java.util.Optional;

/**
 * Passes numbers on in another unit of the same dimension, see {@link Units}. What cannot be converted (no unit and none
 * assumed, an unknown one, one of another dimension, no number) is filtered, or passes as it is. A result that is not
 * finite is filtered.
 */
final class ConvertOperator implements Operator {

    private final Unit to;
    private final Optional<Unit> assumed;
    private final boolean passOthers;

    /**
     * A conversion.
     *
     * @param assumed the unit of readings that name none
     */
    ConvertOperator(Unit to, Optional<Unit> assumed, boolean passOthers) {
        this.to = to;
        this.assumed = assumed;
        this.passOthers = passOthers;
    }

    @Override
    public void onReading(Reading reading, Emitter out) {
        Optional<Unit> from = reading.unit().isEmpty() ? assumed : Units.of(reading.unit());
        boolean fits = from.isPresent() && from.get().dimension().equals(to.dimension());
        if (fits && reading.value() instanceof Value.Num number) {
            double value = from.get().equals(to) ? number.value() : from.get().convert(number.value(), to);
            Changes.pass(reading, value, to.code(), out);
        } else if (passOthers) {
            out.pass(reading);
        } else {
            out.filtered();
        }
    }
}
