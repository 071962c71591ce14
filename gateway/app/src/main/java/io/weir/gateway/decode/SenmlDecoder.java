package io.weir.gateway.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.weir.device.Decoder;
import io.weir.device.Reading;
import io.weir.device.TimeQuality;
import io.weir.device.TopicPattern;
import io.weir.device.UndecodableException;
import io.weir.device.Value;
import io.weir.device.config.Key;
import io.weir.device.config.ObjectShape;
import io.weir.device.config.Settings;
import io.weir.device.config.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * SenML packs (RFC 8428) in JSON or CBOR, told apart by the first byte. Base fields are resolved; times below
 * 2<sup>28</sup> s are relative to the arrival. The name that results says device and metric:
 *
 * <ul>
 *   <li>Where {@code device} is given or captured by the topic, the name is the metric, less a leading device name and
 *       separator; a record without a name takes the metric given or captured.
 *   <li>Else where {@code metric} is given, the name is the device.
 *   <li>Else the name is split at its last {@code /} or {@code :}.
 * </ul>
 *
 * A data value ({@code vd}) becomes a text in base64url, as SenML's JSON writes it. A sum ({@code s}) becomes a reading of
 * its own, with the metric {@code NAME-sum} and the unit {@code UNIT.s}. The update time ({@code ut}) is not used. One wrong
 * record rejects the pack. Immutable.
 */
final class SenmlDecoder implements Decoder {

    private final String device;
    private final String metric;

    private SenmlDecoder(String device, String metric) {
        this.device = device;
        this.metric = metric;
    }

    static ObjectShape shape() {
        return ObjectShape.of(
                Key.optional("device", Shape.text(), "the device, when neither the topic nor the pack should name it"),
                Key.optional("metric", Shape.text(), "the metric, when the names in the pack are those of devices"));
    }

    static Decoder of(Settings decode) {
        return new SenmlDecoder(
                decode.optionalText("device").orElse(""),
                decode.optionalText("metric").orElse(""));
    }

    @Override
    public List<Reading> decode(ByteBuffer payload, TopicPattern.Captures captures, long arrivalMillis)
            throws UndecodableException {
        boolean cbor = !looksLikeJson(payload);
        JsonFactory factory = cbor ? Parsing.CBOR : Parsing.JSON;
        return Parsing.parse(
                factory,
                cbor ? "SenML in CBOR" : "SenML in JSON",
                payload,
                parser -> pack(parser, cbor, captures, arrivalMillis));
    }

    /** A CBOR array begins with 0x80 to 0x9f or a tag, so none of these bytes. */
    private static boolean looksLikeJson(ByteBuffer payload) {
        for (int i = payload.position(); i < payload.limit(); i++) {
            byte b = payload.get(i);
            if (b != ' ' && b != '\t' && b != '\r' && b != '\n') {
                return b == '[' || b == '{';
            }
        }
        return true;
    }

    private List<Reading> pack(JsonParser parser, boolean cbor, TopicPattern.Captures captures, long arrivalMillis)
            throws IOException, UndecodableException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw new UndecodableException(
                    "a SenML pack is a list, found " + PickTree.scalar(parser).words());
        }
        List<Reading> readings = new ArrayList<>();
        SenmlBase base = new SenmlBase();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            SenmlRecord item = SenmlRecord.read(parser, cbor);
            base.take(item);
            addReadings(item, base, captures, arrivalMillis, readings);
            if (readings.size() > Parsing.MAX_READINGS) {
                throw new UndecodableException("more than " + Parsing.MAX_READINGS + " readings in one pack");
            }
        }
        if (readings.isEmpty()) {
            throw new UndecodableException("the SenML pack holds no value");
        }
        return readings;
    }

    private void addReadings(
            SenmlRecord item,
            SenmlBase base,
            TopicPattern.Captures captures,
            long arrivalMillis,
            List<Reading> readings)
            throws UndecodableException {
        List<Value> values = values(item, base);
        if (values.size() > 1) {
            throw new UndecodableException("a SenML record has " + values.size() + " values; at most one is allowed");
        }
        if (values.isEmpty() && !item.has("s")) {
            if (item.has("n") || item.has("t") || item.has("u")) {
                throw new UndecodableException(
                        "a SenML record has neither value nor sum: " + Excerpt.of(base.name(item)));
            }
            return;
        }
        Names names = names(base.name(item), captures);
        long timeMillis = base.timeMillis(item, arrivalMillis);
        TimeQuality timeQuality = base.isRelative(item) ? TimeQuality.ARRIVAL : TimeQuality.DEVICE;
        String unit = base.unit(item);
        for (Value value : values) {
            readings.add(
                    Parts.reading(names.device(), names.metric(), timeMillis, value, unit, arrivalMillis, timeQuality));
        }
        if (item.has("s")) {
            Value sum = Parts.value(new Found.Num(base.sum(item)), "s");
            String sumUnit = unit.isEmpty() ? "" : unit + ".s";
            readings.add(Parts.reading(
                    names.device(), names.metric() + "-sum", timeMillis, sum, sumUnit, arrivalMillis, timeQuality));
        }
    }

    private static List<Value> values(SenmlRecord item, SenmlBase base) throws UndecodableException {
        List<Value> values = new ArrayList<>(1);
        if (item.has("v")) {
            values.add(Parts.value(new Found.Num(base.value(item)), "v"));
        }
        if (item.has("vb")) {
            values.add(new Value.Bool(item.truth("vb")));
        }
        for (String text : List.of("vs", "vd")) {
            if (item.has(text)) {
                values.add(Parts.value(new Found.Text(item.text(text, "")), text));
            }
        }
        return values;
    }

    /** What a record's name stands for. */
    private record Names(String device, String metric) {}

    private Names names(String name, TopicPattern.Captures captures) throws UndecodableException {
        String known = device.isEmpty() ? captures.device() : device;
        if (!known.isEmpty()) {
            String rest = metric.isEmpty() ? without(known, name) : metric;
            return new Names(known, rest.isEmpty() ? captures.metric() : rest);
        }
        if (!metric.isEmpty()) {
            return new Names(name, metric);
        }
        int split = Math.max(name.lastIndexOf('/'), name.lastIndexOf(':'));
        if (split > 0 && split < name.length() - 1) {
            return new Names(name.substring(0, split), name.substring(split + 1));
        }
        if (captures.metric().isEmpty()) {
            throw new UndecodableException("the SenML name \"" + Excerpt.of(name)
                    + "\" cannot be split into device and metric, and the topic gives none");
        }
        return new Names(name, captures.metric());
    }

    /** The name less the device at its front, where the device ends at a separator. */
    private static String without(String device, String name) {
        if (name.equals(device)) {
            return "";
        }
        boolean begins = name.startsWith(device) && "/:.".indexOf(name.charAt(device.length())) >= 0;
        return begins ? name.substring(device.length() + 1) : name;
    }
}
