package io.weir.sim.cloud;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.DateTimeException;
import java.time.Instant;

/** One record as the gateway puts it on the wire (the default JSON line): a reading or the result of a window. */
public sealed interface Arrival {
    String id();

    String stream();

    String device();

    String metric();

    /** A single reading; a truth value counts as 1 or 0. */
    record Reading(String id, String stream, String device, String metric, long timeMillis, double value)
            implements Arrival {}

    /** A window's result, end exclusive. Aggregates that are not there are NaN. */
    record Window(
            String id,
            String stream,
            String device,
            String metric,
            long fromMillis,
            long toMillis,
            long count,
            double mean,
            double min,
            double max)
            implements Arrival {}

    /** Not a record; its text is kept for the report. */
    final class MalformedException extends Exception {
        private static final long serialVersionUID = 1;

        MalformedException(String line, Exception cause) {
            super("not a record: " + (line.length() > 200 ? line.substring(0, 200) + "…" : line), cause);
        }
    }

    static Arrival parse(String line) throws MalformedException {
        try {
            JsonNode json = Json.MAPPER.readTree(line);
            String id = json.required("id").asText();
            String stream = json.required("stream").asText();
            String device = json.required("device").asText();
            String metric = json.required("metric").asText();
            if (json.has("from")) {
                return new Window(
                        id,
                        stream,
                        device,
                        metric,
                        time(json.required("from")),
                        time(json.required("to")),
                        json.path("count").asLong(-1),
                        json.path("mean").asDouble(Double.NaN),
                        json.path("min").asDouble(Double.NaN),
                        json.path("max").asDouble(Double.NaN));
            }
            JsonNode value = json.required("v");
            return new Reading(id, stream, device, metric, time(json.required("t")), value.asDouble(Double.NaN));
        } catch (JsonProcessingException | IllegalArgumentException | DateTimeException e) {
            throw new MalformedException(line, e);
        }
    }

    private static long time(JsonNode node) {
        return Instant.parse(node.asText()).toEpochMilli();
    }

    /** One mapper for all; it is immutable and dear to make. */
    final class Json {
        private static final ObjectMapper MAPPER = new ObjectMapper();

        private Json() {}
    }
}
