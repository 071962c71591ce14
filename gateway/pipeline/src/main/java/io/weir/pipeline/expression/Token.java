package io.weir.pipeline.expression;

/**
 * One word or sign of an expression.
 *
 * @param text of a sign or name itself, of a text what stands between the quotes, escapes resolved
 * @param number of a number; 0 for all others
 */
record Token(Kind kind, String text, double number, Span at) {

    enum Kind {
        NUMBER,
        TEXT,
        NAME,
        SIGN,
        END
    }

    boolean is(String sign) {
        return kind == Kind.SIGN && text.equals(sign);
    }

    boolean isWord(String word) {
        return kind == Kind.NAME && text.equals(word);
    }

    /** As a message calls it. */
    String shown() {
        return switch (kind) {
            case END -> "the end";
            case TEXT -> "a text";
            default -> "`" + text + "`";
        };
    }
}
