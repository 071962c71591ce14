package io.weir.uplink;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.weir.device.Aggregate;
import io.weir.device.Quality;
import io.weir.device.Reading;
import io.weir.device.Record;
import io.weir.device.TimeQuality;
import io.weir.device.Value;
import io.weir.device.WindowResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;

/**
 * The default form on the wire: one JSON object per line, UTF-8.
 *
 * <pre>
 * {"id":"gw-7/3/1042","stream":"climate","device":"d042","metric":"temperature","t":"2026-11-21T10:00:00.000Z","v":21.4,"u":"Cel"}
 * {"id":…,"stream":…,"device":…,"metric":…,"from":…,"to":…,"count":60,"mean":21.3,…}
 * </pre>
 *
 * {@code u} is left out when unknown, {@code q} is there only when the quality is not good, {@code device} and
 * {@code metric} only when the window groups by them, {@code update} and {@code partial} only when they say something.
 * {@code time-quality} is there only for times of the gateway's own clock before that was right: {@code provisional} as that
 * clock showed them, {@code restamped} put right since. A
 * figure that is no number (the mean of nothing) is {@code null}. Numbers: {@link JsonNumbers}.
 */
final class JsonLines implements Format {

    private final JsonFactory json = JsonFactory.builder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();
    private final IsoTime time = new IsoTime();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);

    @Override
    public byte[] encode(String id, String stream, Record item) {
        line.reset();
        try (JsonGenerator out = json.createGenerator(line)) {
            out.writeStartObject();
            out.writeStringField("id", id);
            out.writeStringField("stream", stream);
            if (item instanceof Reading reading) {
                write(reading, out);
            } else if (item instanceof WindowResult window) {
                write(window, out);
            }
            writeTimeQuality(item.timeQuality(), out);
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail", e);
        }
        return line.toByteArray();
    }

    private void write(Reading reading, JsonGenerator out) throws IOException {
        out.writeStringField("device", reading.device().value());
        out.writeStringField("metric", reading.metric());
        out.writeStringField("t", time.text(reading.timeMillis()));
        out.writeFieldName("v");
        write(reading.value(), out);
        writeUnlessEmpty("u", reading.unit(), out);
        if (reading.quality() != Quality.GOOD) {
            out.writeStringField("q", reading.quality().name().toLowerCase(Locale.ROOT));
        }
    }

    private static void write(Value value, JsonGenerator out) throws IOException {
        if (value instanceof Value.Num number) {
            out.writeRawValue(JsonNumbers.text(number.value()));
        } else if (value instanceof Value.Bool bool) {
            out.writeBoolean(bool.value());
        } else if (value instanceof Value.Text text) {
            out.writeString(text.value());
        }
    }

    private void write(WindowResult window, JsonGenerator out) throws IOException {
        writeUnlessEmpty("device", window.deviceName(), out);
        writeUnlessEmpty("metric", window.metric(), out);
        out.writeStringField("from", time.text(window.fromMillis()));
        out.writeStringField("to", time.text(window.toMillis()));
        for (Aggregate aggregate : window.aggregates()) {
            out.writeFieldName(aggregate.name());
            out.writeRawValue(Double.isFinite(aggregate.value()) ? JsonNumbers.text(aggregate.value()) : "null");
        }
        if (window.update() > 0) {
            out.writeNumberField("update", window.update());
        }
        if (window.partial()) {
            out.writeBooleanField("partial", true);
        }
    }

    private static void writeTimeQuality(TimeQuality quality, JsonGenerator out) throws IOException {
        if (quality.origin() == TimeQuality.Origin.PROVISIONAL || quality.origin() == TimeQuality.Origin.RESTAMPED) {
            out.writeStringField("time-quality", quality.origin().name().toLowerCase(Locale.ROOT));
        }
    }

    private static void writeUnlessEmpty(String key, String text, JsonGenerator out) throws IOException {
        if (!text.isEmpty()) {
            out.writeStringField(key, text);
        }
    }
}
