package io.weir.gateway.decode;

import java.util.ArrayList;
import java.util.List;

/**
 * The place of one value in a JSON document: {@code $}, {@code $.a.b[0].c}, {@code $['a b']}. A small part of JSONPath,
 * the part that names exactly one place.
 */
record Pick(String text, List<Step> steps) {

    /** One level down. */
    sealed interface Step {
        record Field(String name) implements Step {}

        record Item(int index) implements Step {}
    }

    private static final int MAX_STEPS = 32;

    Pick {
        steps = List.copyOf(steps);
    }

    static boolean isPick(String text) {
        return text.startsWith("$");
    }

    /**
     * The pick that the text writes down.
     *
     * @throws IllegalArgumentException with words for the operator when it writes none
     */
    static Pick of(String text) {
        if (!isPick(text)) {
            throw new IllegalArgumentException("must begin with $");
        }
        List<Step> steps = new ArrayList<>();
        int at = 1;
        while (at < text.length()) {
            at = switch (text.charAt(at)) {
                case '.' -> name(text, at + 1, steps);
                case '[' -> bracket(text, at + 1, steps);
                default ->
                    throw new IllegalArgumentException("has '" + text.charAt(at) + "' where . or [ should stand");
            };
        }
        if (steps.size() > MAX_STEPS) {
            throw new IllegalArgumentException("is " + steps.size() + " levels deep; at most " + MAX_STEPS);
        }
        return new Pick(text, steps);
    }

    private static int name(String text, int from, List<Step> steps) {
        int to = from;
        while (to < text.length() && text.charAt(to) != '.' && text.charAt(to) != '[') {
            to++;
        }
        String name = text.substring(from, to);
        if (name.isEmpty() || name.equals("*")) {
            throw new IllegalArgumentException(
                    name.isEmpty() ? "has an empty name" : "has a *, but a pick names one place");
        }
        steps.add(new Step.Field(name));
        return to;
    }

    private static int bracket(String text, int from, List<Step> steps) {
        boolean quoted = from < text.length() && (text.charAt(from) == '\'' || text.charAt(from) == '"');
        String end = quoted ? text.charAt(from) + "]" : "]";
        int start = quoted ? from + 1 : from;
        int to = text.indexOf(end, start);
        if (to < 0) {
            throw new IllegalArgumentException("has a [ that is not closed");
        }
        String inside = text.substring(start, to);
        if (quoted) {
            steps.add(new Step.Field(inside));
        } else if (inside.matches("\\d{1,9}")) {
            steps.add(new Step.Item(Integer.parseInt(inside)));
        } else {
            throw new IllegalArgumentException("has [" + inside + "], but a pick needs a number or a 'quoted name'");
        }
        return to + end.length();
    }

    @Override
    public String toString() {
        return text;
    }
}
