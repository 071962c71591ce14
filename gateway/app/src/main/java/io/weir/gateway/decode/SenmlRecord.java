package io.weir.gateway.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.weir.device.UndecodableException;
import java.io.IOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** The fields of one SenML record by their JSON names, whether it is written in JSON or in CBOR. */
final class SenmlRecord {

    /** RFC 8428, table 4. */
    private static final Map<String, String> CBOR_LABELS = Map.ofEntries(
            Map.entry("-1", "bver"),
            Map.entry("-2", "bn"),
            Map.entry("-3", "bt"),
            Map.entry("-4", "bu"),
            Map.entry("-5", "bv"),
            Map.entry("-6", "bs"),
            Map.entry("0", "n"),
            Map.entry("1", "u"),
            Map.entry("2", "v"),
            Map.entry("3", "vs"),
            Map.entry("4", "vb"),
            Map.entry("5", "s"),
            Map.entry("6", "t"),
            Map.entry("7", "ut"),
            Map.entry("8", "vd"));

    private final Map<String, Found> fields = new HashMap<>();

    private SenmlRecord() {}

    /** Reads the object at which the parser stands. Fields we do not know are skipped, as the RFC asks. */
    static SenmlRecord read(JsonParser parser, boolean cbor) throws IOException, UndecodableException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new UndecodableException("a SenML record is an object, found "
                    + PickTree.scalar(parser).words());
        }
        SenmlRecord record = new SenmlRecord();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String label = parser.currentName();
            String name = cbor ? CBOR_LABELS.getOrDefault(label, label) : label;
            parser.nextToken();
            if (CBOR_LABELS.containsValue(name)) {
                record.fields.put(name, value(parser));
            } else if (name.endsWith("_")) {
                throw new UndecodableException(
                        "the field " + Excerpt.of(name) + " must be understood (RFC 8428, 4.4), and is not");
            } else {
                parser.skipChildren();
            }
        }
        return record;
    }

    private static Found value(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_EMBEDDED_OBJECT) {
            return new Found.Text(Base64.getUrlEncoder().withoutPadding().encodeToString(parser.getBinaryValue()));
        }
        Found found = PickTree.scalar(parser);
        parser.skipChildren();
        return found;
    }

    boolean has(String name) {
        return fields.containsKey(name);
    }

    double number(String name, double otherwise) throws UndecodableException {
        Found found = fields.getOrDefault(name, Found.Nothing.HERE);
        if (found instanceof Found.Num number && Double.isFinite(number.value())) {
            return number.value();
        }
        if (found instanceof Found.Nothing) {
            return otherwise;
        }
        throw wrong(name, "finite number", found);
    }

    String text(String name, String otherwise) throws UndecodableException {
        Found found = fields.getOrDefault(name, Found.Nothing.HERE);
        if (found instanceof Found.Text text) {
            return text.value();
        }
        if (found instanceof Found.Nothing) {
            return otherwise;
        }
        throw wrong(name, "text", found);
    }

    boolean truth(String name) throws UndecodableException {
        Found found = fields.getOrDefault(name, Found.Nothing.HERE);
        if (found instanceof Found.Truth truth) {
            return truth.value();
        }
        throw wrong(name, "boolean", found);
    }

    private static UndecodableException wrong(String name, String expected, Found found) {
        return new UndecodableException("the SenML field " + name + " is no " + expected + ": " + found.words());
    }
}
