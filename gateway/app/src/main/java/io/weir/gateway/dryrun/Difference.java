package io.weir.gateway.dryrun;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Holds records against a file of expected ones, line by line, as they come: {@code + } for one that is too many,
 * {@code - } for one that is missing. What an expected line has as {@code id} does not matter, nor how its numbers are
 * written. Sees so far ahead that a gap of {@value #AHEAD} lines is a gap, and not the end of all likeness. One thread.
 */
public final class Difference {

    private static final int AHEAD = 256;

    private record Line(String text, JsonNode tree) {}

    private final Lines expected;
    private final Consumer<String> out;
    private final ObjectMapper json = new ObjectMapper();
    private final Deque<Line> ahead = new ArrayDeque<>();
    private long different;

    public Difference(Lines expected, Consumer<String> out) {
        this.expected = expected;
        this.out = out;
    }

    /** A record came out. */
    public void got(String text) throws IOException, BadLineException {
        fill();
        JsonNode tree = tree(text);
        if (ahead.stream().noneMatch(line -> line.tree().equals(tree))) {
            different++;
            out.accept("+ " + text);
            return;
        }
        for (Line line = ahead.remove(); !line.tree().equals(tree); line = ahead.remove()) {
            missing(line);
        }
    }

    /** Nothing more comes out; whether all was as expected. */
    public boolean end() throws IOException, BadLineException {
        for (fill(); !ahead.isEmpty(); fill()) {
            missing(ahead.remove());
        }
        return different == 0;
    }

    private void missing(Line line) {
        different++;
        out.accept("- " + line.text());
    }

    private void fill() throws IOException, BadLineException {
        while (ahead.size() < AHEAD) {
            Optional<String> next = expected.next();
            if (next.isEmpty()) {
                return;
            }
            ahead.add(new Line(next.get().strip(), tree(next.get())));
        }
    }

    private JsonNode tree(String text) throws BadLineException {
        try {
            JsonNode tree = json.readTree(text);
            if (tree instanceof ObjectNode object) {
                object.remove("id");
                return alike(object);
            }
            throw new BadLineException("this is no JSON object");
        } catch (JsonProcessingException e) {
            throw new BadLineException("this is no JSON: " + e.getOriginalMessage());
        }
    }

    /** 20 and 20.0 are the same number. */
    private static JsonNode alike(ObjectNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        names.stream()
                .filter(name -> object.path(name).isNumber())
                .forEach(name -> object.put(name, object.path(name).doubleValue()));
        return object;
    }
}
