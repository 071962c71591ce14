package io.weir.pipeline.transform;

import io.weir.device.Reading;
import io.weir.device.Value;
import io.weir.pipeline.step.Emitter;

/** How the steps of this package answer: with the same reading of another value, as long as that is finite. */
final class Changes {

    private Changes() {}

    static void pass(Reading reading, double value, Emitter out) {
        if (Double.isFinite(value)) {
            out.pass(reading.with(new Value.Num(value)));
        } else {
            out.filtered();
        }
    }

    static void pass(Reading reading, double value, String unit, Emitter out) {
        if (!Double.isFinite(value)) {
            out.filtered();
            return;
        }
        out.pass(new Reading(
                reading.device(),
                reading.metric(),
                reading.timeMillis(),
                new Value.Num(value),
                unit,
                reading.quality(),
                reading.arrivalMillis(),
                reading.timeQuality()));
    }
}
