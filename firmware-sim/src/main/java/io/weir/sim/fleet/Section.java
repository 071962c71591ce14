package io.weir.sim.fleet;

import io.weir.sim.text.Amounts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * A mapping of a fleet file. Values are asked for by key; what is wrong with one is noted with its place and answered with the default,
 * so that all mistakes are found in one go. One thread.
 */
final class Section {
    private final String file;
    private final List<String> mistakes;
    private final Node place;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Node> keys = new LinkedHashMap<>();
    private final List<String> asked = new ArrayList<>();

    Section(String file, Node node, List<String> mistakes) {
        this.file = file;
        this.mistakes = mistakes;
        this.place = node;
        if (!(node instanceof MappingNode mapping)) {
            mistake(node, "expected keys and values here");
            return;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            if (tuple.getKeyNode() instanceof ScalarNode key) {
                if (values.put(key.getValue(), tuple.getValueNode()) != null) {
                    mistake(key, "the key \"" + key.getValue() + "\" is given twice");
                }
                keys.put(key.getValue(), key);
            }
        }
    }

    List<String> names() {
        asked.addAll(values.keySet());
        return List.copyOf(values.keySet());
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    Optional<Section> section(String key) {
        asked.add(key);
        return Optional.ofNullable(values.get(key)).map(node -> new Section(file, node, mistakes));
    }

    String text(String key, String otherwise) {
        return value(key, otherwise, Function.identity());
    }

    String requiredText(String key) {
        if (!has(key)) {
            mistake(place, "missing key \"" + key + "\"");
        }
        return text(key, "");
    }

    Duration duration(String key, Duration otherwise) {
        return value(key, otherwise, Section::signedDuration);
    }

    private static Duration signedDuration(String text) {
        return text.startsWith("-") ? Amounts.duration(text.substring(1)).negated() : Amounts.duration(text);
    }

    double number(String key, double otherwise) {
        return value(key, otherwise, Double::valueOf);
    }

    int whole(String key, int otherwise) {
        return value(key, otherwise, Integer::valueOf);
    }

    long seed(String key, long otherwise) {
        return value(key, otherwise, Long::valueOf);
    }

    /** A share such as 2% or 0.02. */
    double share(String key) {
        return value(key, 0.0, Section::share0);
    }

    private static double share0(String text) {
        return text.endsWith("%")
                ? Double.parseDouble(text.substring(0, text.length() - 1)) / 100
                : Double.parseDouble(text);
    }

    <T> T value(String key, T otherwise, Function<String, T> parser) {
        asked.add(key);
        Node node = values.get(key);
        if (node == null) {
            return otherwise;
        }
        if (!(node instanceof ScalarNode scalar)) {
            mistake(node, key + " must be a single value");
            return otherwise;
        }
        try {
            return parser.apply(scalar.getValue());
        } catch (NumberFormatException e) {
            mistake(node, key + ": not a number: \"" + scalar.getValue() + "\"");
        } catch (IllegalArgumentException e) {
            mistake(node, key + ": " + e.getMessage());
        }
        return otherwise;
    }

    /** Complains about every key that nobody asked for. */
    void finish() {
        keys.forEach((key, node) -> {
            if (!asked.contains(key)) {
                mistake(node, "unknown key \"" + key + "\"; known here are " + String.join(", ", asked));
            }
        });
    }

    void mistakeAt(String key, String text) {
        mistake(values.getOrDefault(key, place), text);
    }

    void mistakeHere(String text) {
        mistake(place, text);
    }

    private void mistake(Node node, String text) {
        String at = node.getStartMark()
                .map(mark -> ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1))
                .orElse("");
        mistakes.add(file + at + ": " + text);
    }
}
