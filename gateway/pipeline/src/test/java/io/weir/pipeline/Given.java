package io.weir.pipeline;

import io.weir.device.DeviceId;
import io.weir.device.Quality;
import io.weir.device.Reading;
import io.weir.device.Value;
import io.weir.device.config.Binder;
import io.weir.device.config.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Readings and configurations as tests write them. */
public final class Given {

    private Given() {}

    /** A pipeline over the adapter {@code field}; a step is written {@code "window", Map.of("size", "1m")}. */
    public static PipelineSpec pipeline(String name, Map<?, ?>... steps) {
        List<String> problems = new ArrayList<>();
        PipelineSpec spec = pipeline(name, problems, steps);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(problems.toString());
        }
        return spec;
    }

    /** The pipeline as far as it can be understood; what is wrong with it comes to {@code problems}, with its code. */
    public static PipelineSpec pipeline(String name, List<String> problems, Map<?, ?>... steps) {
        return section(name, problems, Map.of("from", "field", "steps", List.of(steps)));
    }

    private static PipelineSpec section(String name, List<String> problems, Map<?, ?> tree) {
        Binder binder = new Binder(
                (path, code, message, suggestion) -> problems.add(path + ": " + code + ": " + message),
                Binder.Secrets.NONE);
        Settings section = binder.section(PipelineSpec.shape(), tree, "pipelines." + name);
        if (!problems.isEmpty()) {
            return new PipelineSpec(name, List.of("field"), List.of());
        }
        PipelineSpec spec = PipelineSpec.of(name, section);
        Pipelines.check(
                List.of(spec), (path, code, message, suggestion) -> problems.add(path + ": " + code + ": " + message));
        return spec;
    }

    /** The pipeline with this condition beside its steps. */
    public static PipelineSpec pipelineWhere(String name, String where, Map<?, ?>... steps) {
        List<String> problems = new ArrayList<>();
        PipelineSpec spec = section(name, problems, Map.of("from", "field", "where", where, "steps", List.of(steps)));
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(problems.toString());
        }
        return spec;
    }

    /** A temperature of device {@code d} that arrives when it was measured. */
    public static Reading reading(long timeMillis, double value) {
        return reading("d", "temperature", timeMillis, value);
    }

    public static Reading reading(String device, String metric, long timeMillis, double value) {
        return reading(device, metric, timeMillis, new Value.Num(value), timeMillis);
    }

    public static Reading reading(String device, String metric, long timeMillis, Value value, long arrivalMillis) {
        return new Reading(new DeviceId(device), metric, timeMillis, value, "", Quality.GOOD, arrivalMillis);
    }
}
