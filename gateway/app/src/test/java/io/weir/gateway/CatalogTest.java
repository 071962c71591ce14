package io.weir.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.Adapter;
import io.weir.device.AdapterContext;
import io.weir.device.AdapterProvider;
import io.weir.device.config.Key;
import io.weir.device.config.ObjectShape;
import io.weir.device.config.Settings;
import io.weir.device.config.Shape;
import io.weir.gateway.config.ConfigReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CatalogTest {

    private static ConfigReader.Result read(Catalog catalog, String yaml) {
        return new ConfigReader(catalog.components(), Map.of())
                .read("weir.yaml", yaml.getBytes(StandardCharsets.UTF_8), Path.of("/nowhere"));
    }

    private static List<String> places(ConfigReader.Result result) {
        return result.problems().stream()
                .map(problem -> problem.line() + ":" + problem.column() + " " + problem.code() + " " + problem.path())
                .toList();
    }

    @Test
    void aContradictionInADecodeSectionOfAnyAdapterIsShownWithItsPlace() {
        String yaml = """
                gateway: {id: a, data-dir: d}
                adapters:
                  field:
                    type: mqtt
                    listen: "127.0.0.1:0"
                    topics:
                      - {topic: "a/{device}", decode: {format: json, value: $.v, values: {t: $.t}}}
                      - {topic: "b/{device}", decode: {format: json, values: {t: $.t}, metric: m}}
                      - {topic: "c/{device}", decode: {format: senml, metric: m}}
                  meters:
                    type: coap
                    listen: "127.0.0.1:0"
                    resources: [{path: "s/{device}", decode: {format: json, value: $.v, metric: m, values: {t: $.t}}}]
                """;

        ConfigReader.Result result = read(Catalog.load(), yaml);

        assertThat(places(result))
                .containsExactly(
                        "7:54 conflict adapters.field.topics[0].decode.value",
                        "8:72 conflict adapters.field.topics[1].decode.metric",
                        "13:61 conflict adapters.meters.resources[0].decode.value",
                        "13:73 conflict adapters.meters.resources[0].decode.metric");
        assertThat(result.render()).startsWith("""
                error: values names the metrics and their places; value is too much
                 --> weir.yaml:7:54  (adapters.field.topics[0].decode.value)
                  |
                7 |       - {topic: "a/{device}", decode: {format: json, value: $.v, values: {t: $.t}}}
                  |                                                      ^^^^^
                """);
    }

    @Test
    void decodeSectionsAreFoundWhereverAnAdapterOfOthersHasThem() {
        String yaml = """
                gateway: {id: a, data-dir: d}
                adapters:
                  x:
                    type: other
                    buses: {one: {payload: {format: json, value: $.v, values: {t: $.t}}}}
                    rules: [{read: {how: {format: json, value: $.v, values: {t: $.t}}}}]
                    mode: {kind: deep, decode: {format: json, value: $.v, values: {t: $.t}}}
                """;

        assertThat(places(read(new Catalog(Map.of("other", new Other()), Map.of()), yaml)))
                .containsExactly(
                        "5:43 conflict adapters.x.buses.one.payload.value",
                        "6:41 conflict adapters.x.rules[0].read.how.value",
                        "7:47 conflict adapters.x.mode.decode.value");
    }

    /** Puts its {@code decode} sections into every kind of place that there is. */
    private static final class Other implements AdapterProvider {
        @Override
        public String type() {
            return "other";
        }

        @Override
        public ObjectShape shape(Shape decode) {
            ObjectShape bus = ObjectShape.of(Key.required("payload", decode, "what comes"));
            ObjectShape read = ObjectShape.of(Key.required("how", decode, "what comes"));
            ObjectShape deep = ObjectShape.of(Key.required("decode", decode, "what comes"));
            return ObjectShape.of(
                    Key.required("buses", Shape.mapOf(bus), "named"),
                    Key.required(
                            "rules",
                            Shape.listOf(new Shape.OneKey(Map.of("read", read), ObjectShape.of())),
                            "chosen by their key"),
                    Key.required("mode", new Shape.Typed("kind", Map.of("deep", deep)), "chosen by a word"));
        }

        @Override
        public Adapter create(Settings settings, AdapterContext context) {
            throw new UnsupportedOperationException("is only checked");
        }
    }
}
