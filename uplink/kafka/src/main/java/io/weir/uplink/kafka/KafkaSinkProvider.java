package io.weir.uplink.kafka;

import io.weir.device.config.Key;
import io.weir.device.config.ObjectShape;
import io.weir.device.config.Problems;
import io.weir.device.config.Settings;
import io.weir.device.config.Shape;
import io.weir.uplink.Sink;
import io.weir.uplink.SinkContext;
import io.weir.uplink.SinkProvider;
import java.time.Duration;
import java.util.Optional;

/** Makes sinks of type {@code kafka}. */
public final class KafkaSinkProvider implements SinkProvider {

    @Override
    public String type() {
        return "kafka";
    }

    @Override
    public ObjectShape shape() {
        return ObjectShape.of(
                Key.required("bootstrap", Shape.listOf(Shape.address()), "Brokers to ask for the others."),
                Key.required(
                        "topic",
                        Shape.text(
                                249,
                                "a topic, with {stream} and {gateway} where they shall stand",
                                KafkaSinkProvider::complaint),
                        "Where records go; the device is the key, so that its order is kept."),
                Key.defaulted(
                        "compression",
                        Shape.choice("zstd", "lz4", "snappy", "gzip", "none"),
                        "zstd",
                        "What the producer does to its batches."),
                Key.defaulted(
                        "timeout",
                        Shape.span(Duration.ofSeconds(1), Duration.ofMinutes(10)),
                        "30s",
                        "How long a batch may take until the connection is made anew."),
                Key.defaulted("security", security(), "", "How to speak to the brokers."));
    }

    private static ObjectShape security() {
        return ObjectShape.of(
                Key.defaulted("tls", Shape.flag(), "false", "TLS, trusting what the Java runtime trusts."),
                Key.optional(
                        "sasl", Shape.choice("plain", "scram-sha-256", "scram-sha-512"), "How to show the password."),
                Key.optional("username", Shape.text(), "For sasl."),
                Key.optional("password", Shape.secret(), "For sasl."));
    }

    private static Optional<String> complaint(String template) {
        String topic = Topic.expand(template, "s", "g");
        return topic.matches("[A-Za-z0-9._-]{1,249}") && !topic.equals(".") && !topic.equals("..")
                ? Optional.empty()
                : Optional.of("has characters that a topic must not have; allowed are letters, digits, dot, _ and -");
    }

    @Override
    public void check(Settings settings, Problems problems) {
        Settings security = settings.section("security");
        for (String key : new String[] {"username", "password"}) {
            if (security.has("sasl") && !security.has(key)) {
                problems.report(security.path(key), "missing", "sasl needs a " + key);
            }
            if (!security.has("sasl") && security.has(key)) {
                problems.report(security.path(key), "conflict", "a " + key + " is of no use without sasl");
            }
        }
    }

    @Override
    public Sink create(Settings settings, SinkContext context) {
        Topic topic = new Topic(settings.text("topic"), context.gatewayId());
        String clientId = "weir-" + context.gatewayId() + "-" + context.uplink();
        return new KafkaSink(topic, new ProducerSettings(settings, clientId), settings.span("timeout"));
    }
}
