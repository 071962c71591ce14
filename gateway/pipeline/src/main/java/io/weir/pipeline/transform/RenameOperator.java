package io.weir.pipeline.transform;

import io.weir.device.DeviceId;
import io.weir.device.Reading;
import io.weir.pipeline.step.Emitter;
import io.weir.pipeline.step.Operator;
import java.util.Map;
import java.util.Optional;

/**
 * Gives readings other devices and metrics: by a table of old and new names first, and what is not in the table by a
 * template. Values of any kind. A reading whose new name would be too long, or would put what is no name of a device
 * there, is filtered.
 */
final class RenameOperator implements Operator {

    /** How one of the two names is made. */
    record Names(Map<String, String> table, Optional<Template> template) {

        String of(String old, String device, String metric) {
            String listed = table.get(old);
            if (listed != null) {
                return listed;
            }
            return template.isPresent() ? template.get().fill(device, metric) : old;
        }
    }

    private final Names devices;
    private final Names metrics;

    RenameOperator(Names devices, Names metrics) {
        this.devices = devices;
        this.metrics = metrics;
    }

    @Override
    public void onReading(Reading reading, Emitter out) {
        String oldDevice = reading.device().value();
        String device = devices.of(oldDevice, oldDevice, reading.metric());
        String metric = metrics.of(reading.metric(), oldDevice, reading.metric());
        boolean sameDevice = device.equals(oldDevice);
        if (sameDevice && metric.equals(reading.metric())) {
            out.pass(reading);
        } else if (metric.length() > Reading.MAX_METRIC || !sameDevice && !isDevice(device)) {
            out.filtered();
        } else {
            out.pass(new Reading(
                    sameDevice ? reading.device() : new DeviceId(device),
                    metric,
                    reading.timeMillis(),
                    reading.value(),
                    reading.unit(),
                    reading.quality(),
                    reading.arrivalMillis(),
                    reading.timeQuality()));
        }
    }

    private static boolean isDevice(String name) {
        return name.length() <= DeviceId.MAX_LENGTH && name.chars().noneMatch(Character::isISOControl);
    }
}
