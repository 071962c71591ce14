package io.weir.pipeline;

import io.weir.device.config.Settings;
import io.weir.pipeline.step.StepProvider;

/**
 * One step as the configuration writes it.
 *
 * @param id what the user called it, or its position from 1 and kind: {@code 2-deadband}; unique within its pipeline
 * @param kind {@code range}, {@code deadband}, {@code window} ...
 * @param settings the keys of that kind, checked
 */
public record StepSpec(String id, String kind, Settings settings) {

    StepProvider provider() {
        return Steps.named(kind);
    }
}
