package io.weir.gateway.dryrun;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.device.DeviceId;
import io.weir.device.Quality;
import io.weir.device.Reading;
import io.weir.device.Value;
import io.weir.device.config.Guess;
import io.weir.gateway.decode.EventTime;
import java.util.Iterator;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Understands recorded readings, one JSON object per line: the default form of a record on the wire, and beside it what a
 * record does not tell.
 *
 * <pre>
 * {"device":"d042","metric":"temperature","t":"2026-11-21T10:00:00Z","v":21.4,"u":"Cel","q":"good",
 *  "adapter":"field","input":"door","arrival":"2026-11-21T10:00:01Z"}
 * {"tick":"2026-11-21T10:05:00Z"}
 * </pre>
 *
 * Only device, metric and {@code v} are needed. Without {@code arrival} a reading arrives when it was measured, but not
 * before the one in front of it; without {@code t} it was measured when it arrived. {@code id} and {@code stream} are
 * passed over.
 */
public final class ReadingLines {

    private static final Set<String> KEYS =
            Set.of("id", "stream", "device", "metric", "t", "v", "u", "q", "adapter", "input", "arrival", "tick");

    private final ObjectMapper json = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private final Source source;
    private long lastArrivalMillis;
    private boolean begun;

    /**
     * Where readings come from that do not say so.
     *
     * @param adapter empty when each must say so
     * @param input empty for an adapter without inputs
     */
    public record Source(String adapter, String input) {

        /** The source as a pipeline names it: {@code adapter} or {@code adapter/input}. */
        public static Source of(String from) {
            int slash = from.indexOf('/');
            return slash < 0 ? new Source(from, "") : new Source(from.substring(0, slash), from.substring(slash + 1));
        }
    }

    public ReadingLines(Source source) {
        this.source = source;
    }

    public Recorded read(String line) throws BadLineException {
        JsonNode tree = parsed(line);
        for (Iterator<String> names = tree.fieldNames(); names.hasNext(); ) {
            known(names.next());
        }
        if (tree.has("tick")) {
            return new Recorded.Clock(time(tree, "tick"));
        }
        try {
            return arrived(tree);
        } catch (IllegalArgumentException e) {
            throw new BadLineException(String.valueOf(e.getMessage()));
        }
    }

    private JsonNode parsed(String line) throws BadLineException {
        try {
            JsonNode tree = json.readTree(line);
            if (tree == null || !tree.isObject()) {
                throw new BadLineException("this is no JSON object");
            }
            return tree;
        } catch (JsonProcessingException e) {
            throw new BadLineException("this is no JSON: " + e.getOriginalMessage());
        }
    }

    private static void known(String key) throws BadLineException {
        if (key.equals("from") || key.equals("to")) {
            throw new BadLineException("this is the result of a window, and no reading");
        }
        if (!KEYS.contains(key)) {
            String guess = Guess.nearest(key, KEYS);
            throw new BadLineException(
                    "unknown key `" + key + "`" + (guess.isEmpty() ? "" : "; did you mean `" + guess + "`?"));
        }
    }

    private Recorded.Arrived arrived(JsonNode tree) throws BadLineException {
        String adapter = optional(tree, "adapter", source.adapter());
        if (adapter.isEmpty()) {
            throw new BadLineException("several adapters are read: say which one by `adapter`, or by --from");
        }
        String input = optional(tree, "input", adapter.equals(source.adapter()) ? source.input() : "");
        DeviceId device = new DeviceId(needed(tree, "device"));
        String metric = needed(tree, "metric");
        Value value = value(tree.path("v"));
        long arrivalMillis = arrivalMillis(tree);
        long timeMillis = tree.has("t") ? time(tree, "t") : arrivalMillis;
        return new Recorded.Arrived(
                adapter,
                input,
                new Reading(device, metric, timeMillis, value, optional(tree, "u", ""), quality(tree), arrivalMillis));
    }

    private long arrivalMillis(JsonNode tree) throws BadLineException {
        if (!tree.has("arrival") && !tree.has("t") && !begun) {
            throw new BadLineException("the first reading needs a time: `t` or `arrival`");
        }
        long millis = lastArrivalMillis;
        if (tree.has("arrival")) {
            millis = time(tree, "arrival");
        } else if (tree.has("t")) {
            millis = begun ? Math.max(millis, time(tree, "t")) : time(tree, "t");
        }
        begun = true;
        lastArrivalMillis = millis;
        return millis;
    }

    private static Quality quality(JsonNode tree) throws BadLineException {
        String word = optional(tree, "q", "good");
        for (Quality quality : Quality.values()) {
            if (quality.name().toLowerCase(Locale.ROOT).equals(word)) {
                return quality;
            }
        }
        throw new BadLineException("`q` is good, uncertain or bad, not `" + word + "`");
    }

    private static Value value(JsonNode found) throws BadLineException {
        if (found.isBoolean()) {
            return new Value.Bool(found.booleanValue());
        }
        if (found.isTextual()) {
            return new Value.Text(found.textValue());
        }
        if (!found.isNumber()) {
            throw new BadLineException("`v` must be a number, true, false or a text");
        }
        return new Value.Num(found.doubleValue());
    }

    private static String needed(JsonNode tree, String key) throws BadLineException {
        String text = optional(tree, key, "");
        if (text.isEmpty()) {
            throw new BadLineException("`" + key + "` is missing");
        }
        return text;
    }

    private static String optional(JsonNode tree, String key, String otherwise) throws BadLineException {
        if (!tree.has(key)) {
            return otherwise;
        }
        if (!tree.path(key).isTextual()) {
            throw new BadLineException("`" + key + "` must be a text");
        }
        return tree.path(key).textValue();
    }

    private static long time(JsonNode tree, String key) throws BadLineException {
        OptionalLong millis = EventTime.of(tree.path(key).asText());
        return millis.orElseThrow(() -> new BadLineException("`" + key + "` is no time: " + tree.path(key)));
    }
}
