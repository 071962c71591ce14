package io.weir.gateway.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes a {@link Document} of a {@link Node}: follows aliases within a limit and fills in variables. One use each. */
final class Flattener {

    private final Function<String, Variables.Filled> variables;
    private final Consumer<Problem> problems;
    private final Map<String, Document.Spot> spots = new HashMap<>();
    private int nodes;

    Flattener(Function<String, Variables.Filled> variables, Consumer<Problem> problems) {
        this.variables = variables;
        this.problems = problems;
    }

    Document flatten(Node root) throws UnreadableException {
        if (root instanceof Node.Section section) {
            return new Document(section(section, "", ""), spots);
        }
        if (root instanceof Node.Empty) {
            return Document.EMPTY;
        }
        throw new UnreadableException("type", "expected sections with keys at the top", root.place());
    }

    private @Nullable Object value(Node node, Place key, String path, String pointer) throws UnreadableException {
        if (++nodes > Limits.NODES) {
            throw new UnreadableException(
                    "limit", "more than " + Limits.NODES + " values, aliases followed", node.place());
        }
        boolean isWord = node instanceof Node.Word || node instanceof Node.Empty;
        spots.put(path, new Document.Spot(key, node.place(), pointer, isWord, characters(node)));
        if (node instanceof Node.Section section) {
            return section(section, path, pointer);
        }
        if (node instanceof Node.Items items) {
            return items(items, path, pointer);
        }
        return node instanceof Node.Word word ? word(word, path, pointer) : null;
    }

    /** None where a variable may have put in others. */
    private static int characters(Node node) {
        return node instanceof Node.Word word && !word.text().contains("${")
                ? word.text().length()
                : 0;
    }

    private Map<String, @Nullable Object> section(Node.Section section, String path, String pointer)
            throws UnreadableException {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (Node.Entry entry : section.entries()) {
            String inner = path.isEmpty() ? entry.name() : path + "." + entry.name();
            String innerPointer = pointer + "/" + Document.escaped(entry.name());
            map.put(entry.name(), value(entry.value(), entry.place(), inner, innerPointer));
        }
        return map;
    }

    private List<@Nullable Object> items(Node.Items items, String path, String pointer) throws UnreadableException {
        List<@Nullable Object> list = new ArrayList<>();
        for (Node item : items.items()) {
            int index = list.size();
            list.add(value(item, Place.NONE, path + "[" + index + "]", pointer + "/" + index));
        }
        return list;
    }

    private String word(Node.Word word, String path, String pointer) {
        Variables.Filled filled = variables.apply(word.text());
        for (String complaint : filled.complaints()) {
            problems.accept(new Problem(path, pointer, "variable", complaint, "", word.place()));
        }
        return filled.text();
    }
}
