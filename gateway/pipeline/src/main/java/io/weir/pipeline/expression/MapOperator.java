package io.weir.pipeline.expression;

import io.weir.device.Reading;
import io.weir.device.Value;
import io.weir.pipeline.step.Emitter;
import io.weir.pipeline.step.Operator;
import java.util.Optional;

/**
 * Gives readings another value, metric or unit. A reading for which the value has no answer is filtered, and so is one
 * whose metric would become longer than a metric may be.
 */
final class MapOperator implements Operator {

    private static final String OLD = "{metric}";

    private final Optional<Formula> value;
    private final Optional<String> metric;
    private final Optional<String> unit;

    /** {@code metric} may hold {@code {metric}} for the old one. */
    MapOperator(Optional<Formula> value, Optional<String> metric, Optional<String> unit) {
        this.value = value;
        this.metric = metric;
        this.unit = unit;
    }

    @Override
    public void onReading(Reading reading, Emitter out) {
        Optional<Value> changed = value.isPresent() ? value.get().of(reading) : Optional.of(reading.value());
        String name = metric.isPresent() ? metric.get().replace(OLD, reading.metric()) : reading.metric();
        if (changed.isEmpty() || name.length() > Reading.MAX_METRIC) {
            out.filtered();
            return;
        }
        out.pass(new Reading(
                reading.device(),
                name,
                reading.timeMillis(),
                changed.get(),
                unit.orElse(reading.unit()),
                reading.quality(),
                reading.arrivalMillis(),
                reading.timeQuality()));
    }
}
