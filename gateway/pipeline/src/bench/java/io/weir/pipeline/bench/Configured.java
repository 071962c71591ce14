package io.weir.pipeline.bench;

import io.weir.device.config.Binder;
import io.weir.device.config.Settings;
import io.weir.pipeline.PipelineSpec;
import io.weir.pipeline.Pipelines;
import java.util.List;
import java.util.Map;

/** Pipelines as a configuration writes them. */
final class Configured {

    private Configured() {}

    static PipelineSpec pipeline(Map<String, ?>... steps) {
        Binder binder = new Binder(
                (path, code, message, suggestion) -> {
                    throw new IllegalArgumentException(path + ": " + message);
                },
                Binder.Secrets.NONE);
        Settings section = binder.section(
                PipelineSpec.shape(), Map.of("from", "field", "steps", List.of(steps)), "pipelines.p");
        PipelineSpec spec = PipelineSpec.of("p", section);
        Pipelines.check(List.of(spec), (path, code, message, suggestion) -> {
            throw new IllegalArgumentException(path + ": " + message);
        });
        return spec;
    }
}
