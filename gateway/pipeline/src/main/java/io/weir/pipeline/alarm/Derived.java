package io.weir.pipeline.alarm;

import io.weir.device.Reading;
import io.weir.device.Value;

/** A reading that stands for another: calculated from it and what came before, at its time. */
final class Derived {

    private Derived() {}

    static Reading of(Reading from, String metric, double value, String unit) {
        return new Reading(
                from.device(),
                metric,
                from.timeMillis(),
                new Value.Num(value),
                unit,
                from.quality(),
                from.arrivalMillis());
    }
}
