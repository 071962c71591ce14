package io.weir.gateway.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Reads strict JSON with its places. Numbers and booleans stay the words they were written as. */
final class JsonReader {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Limits.DEPTH)
                    .maxStringLength(Limits.WORD_CHARACTERS)
                    .maxNameLength(Limits.NAME_CHARACTERS)
                    .maxNumberLength(100)
                    .maxDocumentLength(Limits.FILE.bytes())
                    .build())
            .build();

    private final JsonParser parser;
    private final Consumer<Problem> problems;

    private JsonReader(JsonParser parser, Consumer<Problem> problems) {
        this.parser = parser;
        this.problems = problems;
    }

    static Node read(String text, Consumer<Problem> problems) throws UnreadableException {
        try (JsonParser parser = FACTORY.createParser(text)) {
            return new JsonReader(parser, problems).document();
        } catch (StreamConstraintsException e) {
            throw new UnreadableException(
                    "limit", "breaks a limit: " + e.getOriginalMessage().replaceAll(", from `[^`]*`", ""), place(e));
        } catch (JsonProcessingException e) {
            // The parser's own words repeat what it read, which may be a secret.
            throw new UnreadableException("syntax", "this is no JSON", place(e));
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
    }

    private Node document() throws IOException, UnreadableException {
        if (parser.nextToken() == null) {
            throw new UnreadableException("syntax", "there is nothing to read", Place.NONE);
        }
        Node root = node();
        if (parser.nextToken() != null) {
            throw new UnreadableException("syntax", "something follows after the end of the document", place(1));
        }
        return root;
    }

    private Node node() throws IOException {
        Place place = place(1);
        return switch (parser.currentToken()) {
            case START_OBJECT -> section(place);
            case START_ARRAY -> items(place);
            case VALUE_NULL -> new Node.Empty(place);
            default -> word();
        };
    }

    private Node word() throws IOException {
        Place start = place(1);
        String text = parser.getText();
        int length = parser.currentToken() == JsonToken.VALUE_STRING ? text.length() + 2 : text.length();
        return new Node.Word(new Place(start.line(), start.column(), length), text);
    }

    private Node section(Place place) throws IOException {
        List<Node.Entry> entries = new ArrayList<>();
        Map<String, Place> seen = new HashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            Place key = place(name.length() + 2);
            parser.nextToken();
            Node value = node();
            Place first = seen.putIfAbsent(name, key);
            if (first == null) {
                entries.add(new Node.Entry(name, key, value));
            } else {
                problems.accept(Duplicates.problem(name, first, key));
            }
        }
        return new Node.Section(place, entries);
    }

    private Node items(Place place) throws IOException {
        List<Node> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(node());
        }
        return new Node.Items(place, items);
    }

    private Place place(int length) {
        JsonLocation at = parser.currentTokenLocation();
        return new Place(at.getLineNr(), at.getColumnNr(), length);
    }

    private static Place place(JsonProcessingException e) {
        JsonLocation at = e.getLocation();
        return at == null ? Place.NONE : new Place(at.getLineNr(), at.getColumnNr(), 1);
    }
}
