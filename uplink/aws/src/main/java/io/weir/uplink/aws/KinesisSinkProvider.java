package io.weir.uplink.aws;

import io.weir.device.config.Key;
import io.weir.device.config.ObjectShape;
import io.weir.device.config.Problems;
import io.weir.device.config.Settings;
import io.weir.device.config.Shape;
import io.weir.uplink.Choices;
import io.weir.uplink.Sink;
import io.weir.uplink.SinkContext;
import io.weir.uplink.SinkProvider;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Makes sinks of type {@code kinesis}. */
public final class KinesisSinkProvider implements SinkProvider {

    @Override
    public String type() {
        return "kinesis";
    }

    @Override
    public ObjectShape shape() {
        return ObjectShape.of(
                Key.required(
                        "stream-name",
                        pattern("[A-Za-z0-9._-]{1,128}", "a stream's name of letters, digits, dot, _ and -"),
                        "The Kinesis data stream; the device is the partition key."),
                Key.required("region", pattern("[a-z0-9-]{2,32}", "a region such as eu-central-1"), "AWS region."),
                Key.optional("endpoint", Shape.uri("http", "https"), "Instead of the region's own."),
                Key.optional("access-key", Shape.secret(), "With secret-key; else what the machine's role gives."),
                Key.optional("secret-key", Shape.secret(), "With access-key."),
                Key.defaulted(
                        "pack",
                        Shape.choice("none", "lines"),
                        "none",
                        "none: a Kinesis record per record; lines: all of a device's records of a batch as JSON lines."),
                Key.defaulted(
                        "compression", Choices.of(List.of("none"), List.of("gzip", "zstd")), "none", "Of each record."),
                Key.defaulted(
                        "timeout",
                        Shape.span(Duration.ofMillis(200), Duration.ofMinutes(10)),
                        "30s",
                        "How long one request may take."));
    }

    private static Shape pattern(String regex, String expects) {
        return Shape.text(
                128, expects, text -> text.matches(regex) ? Optional.empty() : Optional.of("is not " + expects));
    }

    @Override
    public void check(Settings settings, Problems problems) {
        if (settings.has("access-key") != settings.has("secret-key")) {
            String missing = settings.has("access-key") ? "secret-key" : "access-key";
            problems.report(settings.path(missing), "missing", "access-key and secret-key go together");
        }
    }

    @Override
    public Sink create(Settings settings, SinkContext context) {
        PutRecords put = new KinesisCalls(settings, context);
        return new KinesisSink(put, settings.text("pack").equals("lines"));
    }
}
