package io.weir.device.gpio;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Optional;
import java.util.OptionalInt;

/** One line of the board's socket: {@code {"pin":17,"level":1}}, and the answers to it. */
record PinCommand(int pin, boolean high) {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** Thrown with words for whoever wrote the line. */
    static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedException(String message) {
            super(message, null, false, false);
        }
    }

    static PinCommand parse(byte[] line) throws MalformedException {
        try (JsonParser parser = JSON.createParser(line)) {
            OptionalInt pin = OptionalInt.empty();
            OptionalInt level = OptionalInt.empty();
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedException("expected {\"pin\":17,\"level\":1}");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                switch (key) {
                    case "pin" -> pin = OptionalInt.of(number(parser, key));
                    case "level" -> level = OptionalInt.of(number(parser, key));
                    default -> throw new MalformedException("unknown key \"" + key + "\"; known are pin and level");
                }
            }
            if (parser.nextToken() != null) {
                throw new MalformedException("one object a line, and nothing after it");
            }
            return checked(pin, level);
        } catch (JsonProcessingException e) {
            throw new MalformedException("no JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new MalformedException("no JSON: " + e.getMessage());
        }
    }

    private static PinCommand checked(OptionalInt pin, OptionalInt level) throws MalformedException {
        if (pin.isEmpty() || level.isEmpty()) {
            throw new MalformedException("pin and level are both needed");
        }
        if (level.getAsInt() != 0 && level.getAsInt() != 1) {
            throw new MalformedException("level is 0 or 1, not " + level.getAsInt());
        }
        return new PinCommand(pin.getAsInt(), level.getAsInt() == 1);
    }

    private static int number(JsonParser parser, String key) throws IOException, MalformedException {
        if (parser.nextToken() != JsonToken.VALUE_NUMBER_INT) {
            throw new MalformedException(key + " must be a whole number");
        }
        return parser.getIntValue();
    }

    /** The answer to a command: {@code {"ok":true}}, or the complaint as {@code {"error":"…"}}. */
    static String answer(Optional<String> complaint) {
        StringWriter answer = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(answer)) {
            json.writeStartObject();
            if (complaint.isPresent()) {
                json.writeStringField("error", complaint.get());
            } else {
                json.writeBooleanField("ok", true);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("a StringWriter does not fail", e);
        }
        return answer.append('\n').toString();
    }
}
