package io.weir.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.ByteSize;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LayersAndPlanTest {

    private static Document json(String text) {
        ConfigReader.Parsed parsed =
                ConfigReader.parse(text.getBytes(StandardCharsets.UTF_8), ByteSize.ofKibibytes(256));
        return parsed.document().orElseThrow(() -> new AssertionError(parsed.problems()));
    }

    private static ConfigReader.Result layered(String json) {
        return Samples.reader()
                .check(Layers.merge(Samples.read(Samples.GOOD).document(), json(json)), Path.of("/nowhere"));
    }

    private static GatewayConfig good(String json) {
        ConfigReader.Result result = layered(json);
        return result.config().orElseThrow(() -> new AssertionError(result.render()));
    }

    /** The cases of RFC 7396, appendix A, that have an object on both sides. */
    @Test
    void mergesAsTheRfcSays() {
        assertThat(Json.canonical(Layers.merge(json("{\"a\":\"b\",\"b\":\"c\"}"), json("{\"a\":null}"))
                        .tree()))
                .isEqualTo("{\"b\":\"c\"}");
        assertThat(Json.canonical(Layers.merge(json("{\"a\":{\"b\":\"c\"}}"), json("{\"a\":{\"b\":\"d\",\"c\":null}}"))
                        .tree()))
                .isEqualTo("{\"a\":{\"b\":\"d\"}}");
        assertThat(Json.canonical(Layers.merge(json("{\"a\":[{\"b\":\"c\"}]}"), json("{\"a\":[1]}"))
                        .tree()))
                .isEqualTo("{\"a\":[\"1\"]}");
        assertThat(Json.canonical(Layers.merge(json("{\"a\":\"foo\"}"), json("{\"a\":{\"bb\":{\"ccc\":null}}}"))
                        .tree()))
                .isEqualTo("{\"a\":{\"bb\":{}}}");
    }

    @Test
    void aLayerChangesASingleKeyAndTheHashSaysSo() {
        GatewayConfig old = Samples.good(Samples.GOOD);

        GatewayConfig next = good("{\"uplinks\":{\"cloud\":{\"batch\":{\"max-records\":7}}}}");

        assertThat(next.settings()
                        .section("uplinks")
                        .section("cloud")
                        .section("batch")
                        .tree())
                .isEqualTo(Map.of("max-records", 7L, "max-wait", "200ms"));
        assertThat(next.hash()).startsWith("sha256:").hasSize(71).isNotEqualTo(old.hash());
        assertThat(good("{}").hash()).isEqualTo(old.hash());
    }

    @Test
    void theCanonicalTextReadsBackToAnEqualConfiguration() {
        GatewayConfig config = Samples.good(Samples.GOOD);
        byte[] text = config.canonical().getBytes(StandardCharsets.UTF_8);

        GatewayConfig again = Samples.reader()
                .read("canonical.json", text, Path.of("/nowhere"))
                .config()
                .orElseThrow();

        assertThat(again).isEqualTo(config);
        assertThat(again.canonical()).isEqualTo(config.canonical());
        assertThat(config.canonical()).contains("{\"env\":\"MQTT_PASSWORD\"}").doesNotContain("canary");
    }

    @Test
    void theHashDoesNotDependOnTheWayOfWriting() {
        String other = Samples.GOOD
                .replace("30ms", "030ms")
                .replace("7d", "168h")
                .replace("from: cabinet/door", "from: [cabinet/door]");

        assertThat(Samples.good(other).hash())
                .isEqualTo(Samples.good(Samples.GOOD).hash());
    }

    @Test
    void problemsOfMergedLayersHaveJsonPointers() {
        ConfigReader.Result result = layered(
                "{\"pipelines\":{\"climate\":{\"steps\":[{\"range\":{}},{\"deadband\":{\"abs\":\"0,2\"}}]}},\"uplinks\":{\"a/b\":{}}}");

        assertThat(result.problems())
                .extracting(Problem::pointer)
                .containsExactlyInAnyOrder("/pipelines/climate/steps/1/deadband/abs", "/uplinks/a~1b", "/uplinks/a~1b");
        assertThat(result.problems()).extracting(Problem::suggestion).contains("0.2");
    }

    @Test
    void planSaysForEachComponentWhatBecomesOfIt() {
        GatewayConfig old = Samples.good(Samples.GOOD);
        GatewayConfig next = good("""
                {"adapters":{"shopfloor":null,"cabinet":{"inputs":{"door":{"pin":27}}},
                             "field":{"type":"gpio","listen":null,"topics":null}},
                 "pipelines":{"climate":{"from":["field"]},"raw":{"from":"field","steps":[]}},
                 "control":{"broker":"mqtt://h"}}
                """);

        Plan plan = Plan.between(old, next);

        assertThat(plan.changes())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "gateway", Plan.Change.KEEP,
                        "buffer", Plan.Change.KEEP,
                        "control", Plan.Change.ADD,
                        "adapters.cabinet", Plan.Change.MODIFY,
                        "adapters.field", Plan.Change.REPLACE,
                        "adapters.shopfloor", Plan.Change.REMOVE,
                        "pipelines.climate", Plan.Change.MODIFY,
                        "pipelines.doors", Plan.Change.KEEP,
                        "pipelines.raw", Plan.Change.ADD,
                        "uplinks.cloud", Plan.Change.KEEP));
        assertThat(Plan.between(old, old).isEmpty()).isTrue();
    }
}
