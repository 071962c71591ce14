package io.weir.pipeline.expression;

import io.weir.device.config.Problems;

/** An expression that cannot be meant, with the place in its text. */
public final class MistakeException extends Exception {

    private static final long serialVersionUID = 1;

    private final String code;
    private final Span at;
    private final String suggestion;

    MistakeException(String code, String message, Span at, String suggestion) {
        super(message);
        this.code = code;
        this.at = at;
        this.suggestion = suggestion;
    }

    MistakeException(String message, Span at) {
        this("expression", message, at, "");
    }

    /** In characters of the text, from 0. */
    public int from() {
        return at.from();
    }

    /** What to write there instead; empty when there is no good guess. */
    public String suggestion() {
        return suggestion;
    }

    /** Notes it as a problem of the text that is the value of {@code path}. */
    public void report(String path, String text, Problems problems) {
        String message = String.valueOf(getMessage()) + " (" + position(text) + " of the expression)";
        problems.reportPart(path, at.from(), at.length(), code, message, suggestion);
    }

    /** {@code line 1, column 8}, both from 1. */
    private String position(String text) {
        String before = text.substring(0, Math.min(at.from(), text.length()));
        long line = before.chars().filter(c -> c == '\n').count() + 1;
        return "line " + line + ", column " + (before.length() - before.lastIndexOf('\n'));
    }

    /** The message, the line it is about, and carets below the place. */
    public String render(String text) {
        int from = Math.min(at.from(), text.length());
        int lineFrom = text.lastIndexOf('\n', from - 1) + 1;
        int lineTo = text.indexOf('\n', from) < 0 ? text.length() : text.indexOf('\n', from);
        String guess = suggestion.isEmpty() ? "" : "  did you mean `" + suggestion + "`?";
        int carets = Math.max(1, Math.min(at.length(), lineTo - from));
        return position(text) + ": " + getMessage() + "\n" + text.substring(lineFrom, lineTo) + "\n"
                + " ".repeat(from - lineFrom) + "^".repeat(carets) + guess;
    }
}
