package io.weir.gateway.config;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Shows problems as compilers do: what, where, the line, carets below it, and what was probably meant.
 *
 * <pre>
 * error: unknown key `debounse` in adapters.cabinet.inputs.door
 *   --&gt; weir.yaml:27:5  (adapters.cabinet.inputs.door.debounse)
 *    |
 * 27 |     debounse: 30ms
 *    |     ^^^^^^^^  did you mean `debounce`?
 * </pre>
 */
public final class Rendering {

    private static final int WIDEST = 200;

    private Rendering() {}

    /** All of them, an empty line between two; ends with a line break unless there are none. */
    public static String of(String severity, List<Problem> problems, Source source) {
        return problems.stream()
                .map(problem -> one(severity, problem, source))
                .collect(Collectors.joining(System.lineSeparator()));
    }

    private static String one(String severity, Problem problem, Source source) {
        StringBuilder out = new StringBuilder(256);
        String path = problem.path().isEmpty() ? "" : "  (" + problem.path() + ")";
        out.append(severity).append(": ").append(problem.message()).append('\n');
        if (!problem.place().isKnown()) {
            out.append("  --> ").append(source.name()).append(path).append('\n');
            String hint = hint(problem);
            return hint.isEmpty()
                    ? out.toString()
                    : out.append("   = ").append(hint).append('\n').toString();
        }
        String number = String.valueOf(problem.line());
        String margin = " ".repeat(number.length() + 1) + "|";
        out.append(" ".repeat(number.length())).append("--> ");
        out.append(source.name()).append(':').append(number).append(':').append(problem.column());
        out.append(path).append('\n').append(margin).append('\n');
        excerpt(out, number, margin, problem, source.line(problem.line()));
        return out.toString();
    }

    private static void excerpt(StringBuilder out, String number, String margin, Problem problem, String line) {
        int column = Math.min(problem.column(), line.length() + 1);
        int from = column <= WIDEST / 2 ? 0 : column - WIDEST / 2;
        String shown = line.substring(from, Math.min(line.length(), from + WIDEST));
        String before = shown.substring(0, column - 1 - from).replaceAll("[^\t]", " ");
        int room = Math.max(1, shown.length() - before.length());
        out.append(number).append(" | ").append(shown).append('\n');
        out.append(margin).append(' ').append(before);
        out.append("^".repeat(Math.max(1, Math.min(problem.place().length(), room))));
        String hint = hint(problem);
        out.append(hint.isEmpty() ? "" : "  " + hint).append('\n');
    }

    /** What to write instead, in words; empty when there is no good guess. */
    static String hint(Problem problem) {
        String suggestion = problem.suggestion();
        if (suggestion.isEmpty()) {
            return "";
        }
        return Codes.isMisspelling(problem.code())
                ? "did you mean `" + suggestion + "`?"
                : "write `" + suggestion + "`";
    }
}
