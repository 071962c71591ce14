package io.weir.uplink;

import io.weir.device.config.Key;
import io.weir.device.config.ObjectShape;
import io.weir.device.config.Problems;
import io.weir.device.config.Secret;
import io.weir.device.config.Settings;
import io.weir.device.config.Shape;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Makes sinks of type {@code http}. */
public final class HttpSinkProvider implements SinkProvider {

    @Override
    public String type() {
        return "http";
    }

    @Override
    public ObjectShape shape() {
        return ObjectShape.of(
                Key.required("url", Shape.uri("http", "https"), "Where batches are POSTed."),
                Key.defaulted("compression", Shape.choice("zstd", "gzip", "none"), "zstd", "Content-Encoding."),
                Key.optional("headers", Shape.mapOf(Shape.text()), "Further header fields, by lower-case name."),
                Key.optional("token", Shape.secret(), "Sent as Authorization: Bearer; read again at each batch."),
                Key.defaulted(
                        "timeout",
                        Shape.span(Duration.ofMillis(100), Duration.ofMinutes(10)),
                        "30s",
                        "How long an answer may take, to its last byte."));
    }

    /** Header fields that the JDK's client keeps to itself. */
    @Override
    public void check(Settings settings, Problems problems) {
        for (Map.Entry<String, String> header : headers(settings).entrySet()) {
            try {
                HttpRequest.newBuilder().header(header.getKey(), header.getValue());
            } catch (IllegalArgumentException e) {
                problems.report(
                        settings.path("headers") + "." + header.getKey(),
                        "range",
                        "may not be set by hand: " + e.getMessage());
            }
        }
    }

    @Override
    public Sink create(Settings settings, SinkContext context) {
        Optional<Secret> token = settings.has("token") ? Optional.of(settings.secret("token")) : Optional.empty();
        return new HttpSink(
                new HttpSink.Target(
                        URI.create(settings.text("url")),
                        Compression.of(settings.text("compression")),
                        headers(settings),
                        token,
                        settings.span("timeout")),
                context.clock());
    }

    private static Map<String, String> headers(Settings settings) {
        return settings.has("headers") ? settings.named("headers", String.class) : Map.of();
    }
}
