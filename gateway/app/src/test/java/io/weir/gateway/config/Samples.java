package io.weir.gateway.config;

import io.weir.device.config.Key;
import io.weir.device.config.ObjectShape;
import io.weir.device.config.Shape;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A small gateway to configure: two types of adapters, one of uplinks, two kinds of steps. */
public final class Samples {

    private static final Shape DECODE = new Shape.Typed(
            "format",
            Map.of(
                    "json",
                    ObjectShape.of(
                            Key.optional("value", Shape.text(), "pick"),
                            Key.optional("values", Shape.mapOfFreeNames(Shape.text()), "picks"),
                            Key.optional("time", Shape.text(), "pick"))));

    private static final ObjectShape MQTT = ObjectShape.of(
            Key.optional("listen", Shape.address(), "Where devices connect."),
            Key.optional("broker", Shape.uri("mqtt", "mqtts"), "A broker that is already there."),
            Key.optional("username", Shape.text(), "For the broker."),
            Key.optional("password", Shape.secret(), "For the broker."),
            Key.defaulted("anonymous", Shape.flag(), "false", "Anyone may publish."),
            Key.defaulted("receive-maximum", Shape.whole(1, 65_535), "100", "Unacknowledged messages."),
            Key.required(
                    "topics",
                    Shape.listOf(ObjectShape.of(
                            Key.required("topic", Shape.topicPattern(), "The topic."),
                            Key.required("decode", DECODE, "The payload."))),
                    "What to take."));

    private static final ObjectShape GPIO = ObjectShape.of(
            Key.defaulted(
                    "inputs",
                    Shape.mapOf(ObjectShape.of(
                            Key.required("pin", Shape.whole(0, 53), "The line."),
                            Key.defaulted("edge", Shape.choice("rising", "falling", "both"), "both", "The edge."),
                            Key.defaulted(
                                    "debounce",
                                    Shape.span(Duration.ZERO, Duration.ofSeconds(10)),
                                    "0ms",
                                    "Shorter pulses do not count."))),
                    "",
                    "Digital inputs."),
            Key.optional("i2c", Shape.notYet("I2C"), "Sensors."));

    private static final ObjectShape HTTP = ObjectShape.of(
            Key.required("url", Shape.uri("http", "https"), "Where to."),
            Key.optional("token", Shape.secret(), "Bearer token."),
            Key.required("streams", Shape.listOf(Shape.text()), "What to deliver."),
            Key.defaulted(
                    "batch",
                    ObjectShape.of(
                            Key.defaulted("max-records", Shape.whole(1, 10_000), "500", "Records."),
                            Key.defaulted(
                                    "max-wait", Shape.span(Duration.ZERO, Duration.ofHours(1)), "5s", "Patience.")),
                    "",
                    "Batches."));

    private Samples() {}

    public static ConfigReader reader() {
        return new ConfigReader(components(), new TreeMap<>(Map.of("SITE", "plant-3", "MQTT_PASSWORD", "canary-env")));
    }

    static Components components() {
        return new Components(
                Map.of(
                        "mqtt",
                        new Components.Kind(MQTT, (settings, problems) -> {
                            if (settings.has("listen") == settings.has("broker")) {
                                problems.report(
                                        settings.path(), "conflict", "needs either listen or broker, and not both");
                            }
                        }),
                        "gpio",
                        new Components.Kind(GPIO, (settings, problems) -> {})),
                Map.of("http", new Components.Kind(HTTP, (settings, problems) -> {})));
    }

    /** A good configuration that uses everything the sample gateway has. */
    public static final String GOOD = """
            # yaml-language-server: $schema=./weir.schema.json
            gateway:
              id: pump-house-3
              tags: {site: "${SITE}", line: A}
              data-dir: ./data
              dashboard: {listen: "127.0.0.1:0"}
              gpio: simulated
            adapters:
              field:
                type: mqtt
                listen: "127.0.0.1:1883"
                topics:
                  - topic: sensors/{device}/{metric}
                    decode: {format: json, time: $.ts, value: $.v}
              shopfloor:
                type: mqtt
                broker: mqtts://broker.local:8883
                username: gw
                password: {env: MQTT_PASSWORD}
                topics:
                  - {topic: "tele/{device}/SENSOR", decode: {format: json, values: {AM2301.Temperature: $.a}}}
              cabinet:
                type: gpio
                inputs:
                  door: {pin: 17, edge: both, debounce: 30ms}
            pipelines:
              climate:
                from: [field, shopfloor]
                steps:
                  - range: {min: -40, max: 125}
                  - id: quiet
                    deadband: {abs: 0.2, heartbeat: 5m}
              doors: {from: cabinet/door, steps: []}
            buffer: {max-size: 1GiB, max-age: 7d, keep-delivered: 1h}
            uplinks:
              cloud: {type: http, url: "http://127.0.0.1:9000/", streams: [climate, doors], batch: {max-wait: 200ms}}
            """;

    public static ConfigReader.Result read(String yaml) {
        return reader().read("weir.yaml", yaml.getBytes(StandardCharsets.UTF_8), Path.of("/nowhere"));
    }

    public static GatewayConfig good(String yaml) {
        ConfigReader.Result result = read(yaml);
        return result.config().orElseThrow(() -> new AssertionError(result.render()));
    }

    /** {@code line:column code path} of every problem. */
    static List<String> brief(ConfigReader.Result result) {
        return result.problems().stream()
                .map(problem -> problem.line() + ":" + problem.column() + " " + problem.code() + " " + problem.path()
                        + Optional.of(problem.suggestion())
                                .filter(text -> !text.isEmpty())
                                .map(text -> " -> " + text)
                                .orElse(""))
                .toList();
    }
}
