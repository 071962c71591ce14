package io.weir.gateway.config;

import io.weir.device.config.Settings;
import java.util.ArrayList;
import java.util.List;

/**
 * One pipeline.
 *
 * @param from adapters, or {@code adapter/input}
 */
public record PipelineConfig(String name, List<String> from, List<Step> steps) {

    public PipelineConfig {
        from = List.copyOf(from);
        steps = List.copyOf(steps);
    }

    /**
     * One step.
     *
     * @param id its own, or its position and kind: {@code 2-deadband}
     */
    public record Step(String id, String kind, Settings settings) {}

    static PipelineConfig of(String name, Settings own) {
        List<Step> steps = new ArrayList<>();
        for (Settings step : own.sections("steps")) {
            String kind = kind(step);
            String id = step.optionalText("id").orElse(steps.size() + 1 + "-" + kind);
            steps.add(new Step(id, kind, step.section(kind)));
        }
        return new PipelineConfig(name, own.texts("from"), steps);
    }

    static String kind(Settings step) {
        return step.keys().stream().filter(key -> !key.equals("id")).findFirst().orElse("");
    }
}
