package io.weir.gateway.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.weir.device.Decoder;
import io.weir.device.Reading;
import io.weir.device.TimeQuality;
import io.weir.device.TopicPattern;
import io.weir.device.UndecodableException;
import io.weir.device.config.Key;
import io.weir.device.config.ObjectShape;
import io.weir.device.config.Problems;
import io.weir.device.config.Settings;
import io.weir.device.config.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * JSON documents of any form: picks say where in them time, value, unit, device and metric stand. A payload that is a list
 * is decoded item by item with the same picks, unless a pick itself begins with an index.
 *
 * <ul>
 *   <li>{@code value: $.v} makes one reading, {@code values: {temperature: $.t, humidity: $.h}} one for each pick that is
 *       there; with neither the picks are {@code $.v}, and {@code $.t} and {@code $.u} where they are there.
 *   <li>{@code time}, see {@link EventTime}; without it, or where it is absent, a reading has its arrival time.
 *   <li>{@code unit}, {@code device} and {@code metric} are words or picks; without them device and metric are those that
 *       the topic captured.
 * </ul>
 *
 * One wrong part rejects the whole payload. Immutable.
 */
final class JsonDecoder implements Decoder {

    /** A word of the configuration or a place in the document; slot -1 is the word. */
    private record Source(String word, int slot) {}

    /** One reading to be made of a document. */
    private record Wanted(Source metric, int slot, Pick pick) {}

    /** Collects picks into slots. */
    private static final class Slots {
        private final List<Pick> picks = new ArrayList<>();

        int add(String pick) {
            picks.add(Pick.of(pick));
            return picks.size() - 1;
        }

        Source source(Optional<String> text) {
            return text.filter(Pick::isPick).isPresent()
                    ? new Source("", add(text.get()))
                    : new Source(text.orElse(""), -1);
        }
    }

    private final List<Pick> picks;
    private final PickTree tree;
    private final Source time;
    private final Source unit;
    private final Source device;
    private final List<Wanted> wanted;

    private JsonDecoder(Settings decode) {
        boolean minimal = !decode.has("value") && !decode.has("values");
        Slots slots = new Slots();
        time = slots.source(decode.optionalText("time").or(() -> minimal ? Optional.of("$.t") : Optional.empty()));
        unit = slots.source(decode.optionalText("unit").or(() -> minimal ? Optional.of("$.u") : Optional.empty()));
        device = slots.source(decode.optionalText("device"));
        wanted = wanted(decode, slots);
        picks = List.copyOf(slots.picks);
        tree = PickTree.of(picks);
    }

    private static List<Wanted> wanted(Settings decode, Slots slots) {
        List<Wanted> wanted = new ArrayList<>();
        if (decode.has("values")) {
            for (Map.Entry<String, String> each :
                    decode.named("values", String.class).entrySet()) {
                int slot = slots.add(each.getValue());
                wanted.add(new Wanted(new Source(each.getKey(), -1), slot, slots.picks.get(slot)));
            }
        } else {
            int slot = slots.add(decode.optionalText("value").orElse("$.v"));
            wanted.add(new Wanted(slots.source(decode.optionalText("metric")), slot, slots.picks.get(slot)));
        }
        return List.copyOf(wanted);
    }

    static Decoder of(Settings decode) {
        return new JsonDecoder(decode);
    }

    static ObjectShape shape() {
        Shape pick = Shape.text(1024, "a place in the document such as $.a.b[0]", text -> complaint(text, true));
        Shape wordOrPick = Shape.text(1024, "a word, or a place such as $.a.b[0]", text -> complaint(text, false));
        return ObjectShape.of(
                Key.optional("time", pick, "where the event time stands; without it the arrival counts"),
                Key.optional("value", pick, "where the value stands; default $.v"),
                Key.optional("values", Shape.mapOf(pick), "several values of one message: metric and where it stands"),
                Key.optional("unit", wordOrPick, "the unit, or where it stands"),
                Key.optional("device", wordOrPick, "the device, or where it stands, when the topic does not give it"),
                Key.optional("metric", wordOrPick, "the metric, or where it stands, when the topic does not give it"));
    }

    private static Optional<String> complaint(String text, boolean mustBePick) {
        if (!mustBePick && !Pick.isPick(text)) {
            return text.isEmpty() ? Optional.of("is empty") : Optional.empty();
        }
        try {
            Pick.of(text);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    static void check(Settings decode, Problems problems) {
        for (String other : List.of("value", "metric")) {
            if (decode.has("values") && decode.has(other)) {
                problems.report(
                        decode.path(other),
                        "conflict",
                        "values names the metrics and their places; " + other + " is too much");
            }
        }
    }

    @Override
    public List<Reading> decode(ByteBuffer payload, TopicPattern.Captures captures, long arrivalMillis)
            throws UndecodableException {
        return Parsing.parse(Parsing.JSON, "JSON", payload, parser -> all(parser, captures, arrivalMillis));
    }

    private List<Reading> all(JsonParser parser, TopicPattern.Captures captures, long arrivalMillis)
            throws IOException, UndecodableException {
        List<Reading> readings = new ArrayList<>(wanted.size());
        if (parser.currentToken() != JsonToken.START_ARRAY || tree.startsWithItem()) {
            addReadings(tree.read(parser, picks.size()), captures, arrivalMillis, readings);
            return readings;
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            addReadings(tree.read(parser, picks.size()), captures, arrivalMillis, readings);
            if (readings.size() > Parsing.MAX_READINGS) {
                throw new UndecodableException("more than " + Parsing.MAX_READINGS + " readings in one message");
            }
        }
        if (readings.isEmpty()) {
            throw new UndecodableException("the list is empty");
        }
        return readings;
    }

    private void addReadings(Found[] found, TopicPattern.Captures captures, long arrivalMillis, List<Reading> readings)
            throws UndecodableException {
        Found saidTime = time.slot() < 0 ? Found.Nothing.HERE : found[time.slot()];
        boolean stamped = saidTime instanceof Found.Nothing;
        long timeMillis = stamped
                ? arrivalMillis
                : Parts.time(saidTime, picks.get(time.slot()).text());
        String unitWord = word(unit, found, "unit", "");
        String deviceWord = word(device, found, "device", captures.device());
        int before = readings.size();
        for (Wanted each : wanted) {
            Found value = found[each.slot()];
            if (value instanceof Found.Nothing) {
                continue;
            }
            String metric = word(each.metric(), found, "metric", captures.metric());
            readings.add(Parts.reading(
                    deviceWord,
                    metric,
                    timeMillis,
                    Parts.value(value, each.pick().text()),
                    unitWord,
                    arrivalMillis,
                    stamped ? TimeQuality.ARRIVAL : TimeQuality.DEVICE));
        }
        if (readings.size() == before) {
            throw new UndecodableException("no value at "
                    + wanted.stream().map(each -> each.pick().text()).toList());
        }
    }

    private String word(Source source, Found[] found, String what, String otherwise) throws UndecodableException {
        if (source.slot() < 0) {
            return source.word().isEmpty() ? otherwise : source.word();
        }
        Found here = found[source.slot()];
        return here instanceof Found.Nothing
                ? otherwise
                : Parts.word(here, what, picks.get(source.slot()).text());
    }
}
