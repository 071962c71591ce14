package io.weir.pipeline.alarm;

import io.weir.device.DeviceId;
import io.weir.device.MalformedBytesException;
import io.weir.device.Reading;
import io.weir.device.Value;

/** Readings that were not measured but calculated, of what was measured. */
final class Derived {

    private Derived() {}

    /** Refuses the key of a damaged state, of which no reading could be made. */
    static void check(String device, String metric) {
        boolean named = !device.isEmpty() && device.length() <= DeviceId.MAX_LENGTH && !metric.isEmpty();
        if (!named || device.chars().anyMatch(Character::isISOControl)) {
            throw new MalformedBytesException("a saved state is of no device or no metric");
        }
    }

    /** One that stands for another, at its time. */
    static Reading of(Reading from, String metric, double value, String unit) {
        return new Reading(
                from.device(),
                metric,
                from.timeMillis(),
                new Value.Num(value),
                unit,
                from.quality(),
                from.arrivalMillis(),
                from.timeQuality());
    }
}
