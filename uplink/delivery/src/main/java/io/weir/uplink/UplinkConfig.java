package io.weir.uplink;

import io.weir.buffer.Start;
import io.weir.device.ByteSize;
import io.weir.device.config.Key;
import io.weir.device.config.ObjectShape;
import io.weir.device.config.Settings;
import io.weir.device.config.Shape;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/**
 * What every uplink can be told, whatever its sink.
 *
 * @param streams names of the streams it delivers
 * @param format a name that {@link Format#choices} allows
 */
public record UplinkConfig(String name, List<String> streams, String format, BatchLimits batch, RetryLimits retry) {

    private static final Duration LONGEST = Duration.ofHours(24);
    private static final String STARTS = "oldest, newest or a time like 2026-11-21T10:00:00Z";

    public UplinkConfig {
        streams = List.copyOf(streams);
    }

    /** The whole section of an uplink with this sink, without {@code type}. */
    public static ObjectShape shape(SinkProvider provider) {
        return provider.shape()
                .and(
                        Key.required("streams", Shape.listOf(Shape.text()), "The streams it delivers."),
                        Key.defaulted(
                                "start",
                                Shape.text(40, STARTS, UplinkConfig::complaint),
                                "oldest",
                                "Where an uplink of a new name begins; one that has delivered goes on where it was."),
                        Key.defaulted("format", Format.choices(), "jsonl", "How a record is written."),
                        Key.defaulted("batch", batchShape(), "", "When a batch leaves: at the first limit it reaches."),
                        Key.defaulted("retry", retryShape(), "", "How attempts are spaced; they never end."),
                        Key.optional("schedule", Shape.notYet("schedule"), "When and how fast it may send."),
                        Key.optional("exactly-once", Shape.notYet("exactly-once"), "No repeats at the destination."),
                        Key.optional("priority", Shape.notYet("priority"), "Which streams go first."));
    }

    private static Optional<String> complaint(String start) {
        return startNamed(start).isPresent() ? Optional.empty() : Optional.of("must be " + STARTS);
    }

    private static Optional<Start> startNamed(String text) {
        if (text.equals("oldest")) {
            return Optional.of(new Start.Oldest());
        }
        if (text.equals("newest")) {
            return Optional.of(new Start.Newest());
        }
        try {
            return Optional.of(new Start.Since(Instant.parse(text)));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** Where it begins if it is new, from a section that was bound to {@link #shape}. */
    public static Start start(Settings settings) {
        return startNamed(settings.text("start")).orElseThrow();
    }

    private static ObjectShape batchShape() {
        return ObjectShape.of(
                Key.defaulted("max-records", Shape.whole(1, 100_000), "500", "Most records in a batch."),
                Key.defaulted(
                        "max-bytes",
                        Shape.size(new ByteSize(1), ByteSize.ofMebibytes(64)),
                        "1MiB",
                        "Most bytes in a batch, before compression."),
                Key.defaulted(
                        "max-wait", Shape.span(Duration.ZERO, LONGEST), "5s", "How long a record waits for more."));
    }

    private static ObjectShape retryShape() {
        Shape span = Shape.span(Duration.ofMillis(1), LONGEST);
        return ObjectShape.of(
                Key.defaulted("min", span, "1s", "The first wait is a random part of this; it doubles each time."),
                Key.defaulted("max", span, "2m", "No wait is longer."));
    }

    /** From a section that was bound to {@link #shape}; a {@code retry.max} below {@code min} counts as {@code min}. */
    public static UplinkConfig of(String name, Settings settings) {
        Settings batch = settings.section("batch");
        Settings retry = settings.section("retry");
        Duration min = retry.span("min");
        Duration max = retry.span("max");
        return new UplinkConfig(
                name,
                settings.texts("streams"),
                settings.text("format"),
                new BatchLimits((int) batch.whole("max-records"), batch.size("max-bytes"), batch.span("max-wait")),
                new RetryLimits(min, max.compareTo(min) < 0 ? min : max));
    }
}
