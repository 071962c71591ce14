package io.weir.gateway.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Several picks read in one pass over a document: what no pick leads to is skipped, and nothing is built of it. When a name
 * stands twice in an object the later one counts.
 */
final class PickTree {

    private static final PickTree NOWHERE = new PickTree();

    private final Map<String, PickTree> fields = new HashMap<>();
    private final Map<Integer, PickTree> items = new HashMap<>();
    /** The places in the answer that stand for this place of the document. */
    private final List<Integer> slots = new ArrayList<>();

    private PickTree() {}

    static PickTree of(List<Pick> picks) {
        PickTree root = new PickTree();
        for (int slot = 0; slot < picks.size(); slot++) {
            PickTree place = root;
            for (Pick.Step step : picks.get(slot).steps()) {
                place = place.below(step);
            }
            place.slots.add(slot);
        }
        return root;
    }

    private PickTree below(Pick.Step step) {
        return step instanceof Pick.Step.Field field
                ? fields.computeIfAbsent(field.name(), name -> new PickTree())
                : items.computeIfAbsent(((Pick.Step.Item) step).index(), index -> new PickTree());
    }

    /** Whether a pick looks into a list right at the top. */
    boolean startsWithItem() {
        return !items.isEmpty();
    }

    private boolean leadsNowhere() {
        return fields.isEmpty() && items.isEmpty() && slots.isEmpty();
    }

    /** Reads the value at which the parser stands, and leaves it at the value's last token. */
    Found[] read(JsonParser parser, int size) throws IOException {
        Found[] found = new Found[size];
        Arrays.fill(found, Found.Nothing.HERE);
        walk(parser, found);
        return found;
    }

    private void walk(JsonParser parser, Found[] found) throws IOException {
        if (leadsNowhere()) {
            parser.skipChildren();
            return;
        }
        Found here = scalar(parser);
        for (int slot : slots) {
            found[slot] = here;
        }
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                PickTree below = fields.getOrDefault(parser.currentName(), NOWHERE);
                parser.nextToken();
                below.walk(parser, found);
            }
        } else if (parser.currentToken() == JsonToken.START_ARRAY) {
            for (int index = 0; parser.nextToken() != JsonToken.END_ARRAY; index++) {
                items.getOrDefault(index, NOWHERE).walk(parser, found);
            }
        }
    }

    /** What the parser stands at. */
    static Found scalar(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case VALUE_STRING -> new Found.Text(parser.getText());
            case VALUE_TRUE -> new Found.Truth(true);
            case VALUE_FALSE -> new Found.Truth(false);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Found.Num(parser.getDoubleValue());
            case VALUE_NULL -> new Found.Other("null");
            case START_OBJECT -> new Found.Other("an object");
            case START_ARRAY -> new Found.Other("a list");
            default -> new Found.Other("bytes");
        };
    }
}
