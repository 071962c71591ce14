package io.weir.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.weir.device.config.Binder;
import io.weir.device.config.Key;
import io.weir.device.config.ObjectShape;
import io.weir.device.config.Settings;
import io.weir.device.config.Shape;
import io.weir.gateway.config.GatewayConfig;
import io.weir.gateway.core.PipelinesReader;
import io.weir.pipeline.PipelineSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The section "pipelines" on its way into the log and back, as canonical JSON. Stateless. */
final class StoredPipelines implements PipelinesReader {

    private static final Logger LOG = LoggerFactory.getLogger(StoredPipelines.class);
    private static final ObjectMapper JSON =
            new ObjectMapper().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);
    private static final String SECTION = "pipelines";

    /** The pipelines of a configuration, sorted by name: the order in which they see a reading. */
    static List<PipelineSpec> specs(GatewayConfig config) {
        return specs(config.settings().named(SECTION));
    }

    static String json(GatewayConfig config) {
        try {
            return JSON.writeValueAsString(config.settings().section(SECTION).tree());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the pipelines hold something that is no JSON", e);
        }
    }

    @Override
    public List<PipelineSpec> read(String json) {
        List<String> problems = new ArrayList<>();
        try {
            Object tree = JSON.readValue(json, Object.class);
            ObjectShape shape =
                    ObjectShape.of(Key.required(SECTION, Shape.mapOf(PipelineSpec.shape()), "the pipelines"));
            Binder binder = new Binder(
                    (path, code, message, suggestion) -> problems.add(path + ": " + message), Binder.Secrets.NONE);
            Settings settings = binder.section(shape, Map.of(SECTION, tree), "");
            if (problems.isEmpty()) {
                return specs(settings.named(SECTION));
            }
        } catch (JsonProcessingException e) {
            problems.add(e.getOriginalMessage());
        }
        LOG.warn(
                "Pipelines of an earlier configuration are no longer understood, their state is dropped: {}", problems);
        return List.of();
    }

    private static List<PipelineSpec> specs(Map<String, Settings> sections) {
        List<PipelineSpec> specs = new ArrayList<>();
        new TreeMap<>(sections).forEach((name, section) -> specs.add(PipelineSpec.of(name, section)));
        return specs;
    }
}
