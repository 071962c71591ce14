package io.weir.gateway.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts environment variables in place of <code>${NAME}</code> and <code>${NAME:-default}</code>. Works inside single words,
 * after parsing, so that a value can never change the structure of the file. <code>$${</code> stands for itself without its
 * first character.
 */
final class Variables {

    private static final Pattern REFERENCE = Pattern.compile("\\$?\\$\\{([^}]*)}?");
    private static final Pattern INNER = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)(?::-(.*))?", Pattern.DOTALL);

    private final Map<String, String> environment;

    Variables(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /**
     * A word with its variables filled in.
     *
     * @param complaints what could not be filled in; the word keeps it as it was
     */
    record Filled(String text, List<String> complaints) {}

    /** A text that has no variables, such as a document from afar: it must not read our environment. */
    static Filled asWritten(String word) {
        return new Filled(word, List.of());
    }

    Filled fill(String word) {
        if (!word.contains("${")) {
            return new Filled(word, List.of());
        }
        List<String> complaints = new ArrayList<>();
        String text = REFERENCE
                .matcher(word)
                .replaceAll(found -> Matcher.quoteReplacement(value(found.group(), found.group(1), complaints)));
        return new Filled(text, complaints);
    }

    private String value(String whole, String inner, List<String> complaints) {
        if (whole.startsWith("$$")) {
            return whole.substring(1);
        }
        Matcher form = INNER.matcher(inner);
        if (!whole.endsWith("}") || !form.matches()) {
            complaints.add("`" + whole + "` is no variable; write ${NAME} or ${NAME:-default}, or $${ for a plain ${");
            return whole;
        }
        String name = form.group(1);
        Optional<String> found =
                Optional.ofNullable(environment.get(name)).or(() -> Optional.ofNullable(form.group(2)));
        if (found.isEmpty()) {
            complaints.add("the environment variable `" + name + "` is not set, and there is no default: ${" + name
                    + ":-default}");
        }
        return found.orElse(whole);
    }
}
