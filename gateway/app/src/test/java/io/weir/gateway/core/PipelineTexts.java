package io.weir.gateway.core;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.device.config.Binder;
import io.weir.device.config.Key;
import io.weir.device.config.ObjectShape;
import io.weir.device.config.Settings;
import io.weir.device.config.Shape;
import io.weir.pipeline.PipelineSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.stream.Collectors;

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

    /** Steps with state, of which seeded pipelines are made; none whose results would depend on more than its readings. */
    private static final List<String> STATEFUL = List.of(
            "{\"deadband\":{\"pct\":20,\"heartbeat\":\"6s\"}}",
            "{\"window\":{\"size\":\"6s\",\"lateness\":\"1s\",\"allowed-lateness\":\"5s\",\"idle\":\"15s\"}}",
            "{\"window\":{\"size\":\"20s\",\"every\":\"1s\",\"emit\":[\"p50\",\"stddev\",\"time-weighted-mean\",\"rate\"]}}",
            "{\"window\":{\"size\":\"7s\",\"every\":\"3s\",\"by\":[\"metric\"],\"emit\":[\"first\",\"last\",\"distinct\"]}}",
            "{\"window\":{\"gap\":\"3s\",\"max\":\"20s\",\"lateness\":\"2s\",\"idle\":\"10s\"}}",
            "{\"window\":{\"count\":7,\"every\":3}}",
            "{\"threshold\":{\"above\":7,\"clear\":5,\"for\":\"2s\"}}",
            "{\"zscore\":{\"window\":10,\"above\":1.5}}",
            "{\"regression\":{\"window\":\"20s\"}}",
            "{\"state-duration\":{\"above\":5}}",
            "{\"changed\":{}}",
            "{\"debounce\":{\"for\":\"2s\"}}",
            "{\"edge\":{\"direction\":\"both\",\"threshold\":5}}",
            "{\"dedup\":{\"by\":[\"device\",\"value\"],\"within\":\"10s\"}}",
            "{\"sample\":{\"every\":\"5s\",\"keep\":\"mean\",\"idle\":\"4s\"}}",
            "{\"throttle\":{\"every\":\"3s\"}}",
            "{\"every-nth\":{\"n\":2}}",
            "{\"reservoir\":{\"k\":2,\"every\":\"8s\"}}",
            "{\"swinging-door\":{\"deviation\":1,\"max\":\"10s\"}}",
            "{\"ema\":{\"tau\":\"5s\"}}",
            "{\"hampel\":{\"window\":5,\"k\":1}}",
            "{\"rate\":{\"per\":\"1s\"}}",
            "{\"counter\":{}}");

    /** A pipeline {@code seeded} of one to three of them. */
    static String seeded(SplittableRandom random) {
        return random.ints(random.nextInt(1, 4), 0, STATEFUL.size())
                .mapToObj(STATEFUL::get)
                .collect(Collectors.joining(",", "\"seeded\":{\"from\":[\"field\"],\"steps\":[", "]}"));
    }

    /** Pipelines and one more. */
    static String with(String pipelines, String more) {
        return pipelines.replaceFirst("\\{", Matcher.quoteReplacement("{" + more + ","));
    }

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
                Binder.Secrets.NONE);
        List<PipelineSpec> specs = new ArrayList<>();
        Map<String, Settings> sections =
                binder.section(shape, Map.of("pipelines", tree), "").named("pipelines");
        sections.forEach((name, section) -> specs.add(PipelineSpec.of(name, section)));
        return specs;
    }
}
