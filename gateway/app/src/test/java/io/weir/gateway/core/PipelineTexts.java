package io.weir.gateway.core;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.device.config.Binder;
import io.weir.device.config.Key;
import io.weir.device.config.ObjectShape;
import io.weir.device.config.Secret;
import io.weir.device.config.Settings;
import io.weir.device.config.Shape;
import io.weir.pipeline.PipelineSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads pipelines from JSON and complains about the smallest mistake. */
final class PipelineTexts implements PipelinesReader {

    /** What most tests run: a stateless, a deadband and a window pipeline, all from the adapter {@code field}. */
    static final String THREE = """
            {"quiet":{"from":["field"],"steps":[{"deadband":{"abs":0.5}}]},
             "raw":{"from":["field"],"steps":[]},
             "win":{"from":["field"],"steps":[{"window":{"size":"10s","every":"5s","lateness":"2s","idle":"20s",
                    "late":true,"emit":["count","mean","min","max"]}}]}}""";

    /** The same with another deadband and one pipeline more. */
    static final String FOUR = THREE.replace("\"abs\":0.5", "\"abs\":2.0")
            .replaceFirst("\\{", "{\"more\":{\"from\":[\"field\"],\"steps\":[{\"deadband\":{\"abs\":1.0}}]},");

    @Override
    public List<PipelineSpec> read(String json) {
        Object tree;
        try {
            tree = new ObjectMapper().readValue(json, Object.class);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
        ObjectShape shape = ObjectShape.of(Key.required("pipelines", Shape.mapOf(PipelineSpec.shape()), "all"));
        Binder binder = new Binder(
                (path, code, message, suggestion) -> {
                    throw new AssertionError(path + ": " + message);
                },
                new NoSecrets());
        List<PipelineSpec> specs = new ArrayList<>();
        Map<String, Settings> sections =
                binder.section(shape, Map.of("pipelines", tree), "").named("pipelines");
        sections.forEach((name, section) -> specs.add(PipelineSpec.of(name, section)));
        return specs;
    }

    private static final class NoSecrets implements Binder.Secrets {
        @Override
        public Secret env(String name) {
            throw new AssertionError(name);
        }

        @Override
        public Secret file(String name) {
            throw new AssertionError(name);
        }
    }
}
