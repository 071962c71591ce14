package io.weir.pipeline.expression;

import io.weir.pipeline.expression.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts a text into tokens. One use each. */
final class Lexer {

    private static final Pattern NUMBER = Pattern.compile("([0-9]+(\\.[0-9]+)?|\\.[0-9]+)([eE][-+]?[0-9]+)?");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern SIGN = Pattern.compile("&&|\\|\\||[=!<>]=|[-+*/%<>!?:.,()\\[\\]]");

    /** Seconds in the units of a length of time, as the configuration writes them. */
    private static final Map<String, Double> UNITS =
            Map.of("ms", 0.001, "s", 1.0, "m", 60.0, "h", 3_600.0, "d", 86_400.0);

    /** What other languages call it. */
    private static final Map<String, String> ELSEWHERE = Map.of("=", "==", "&", "&&", "|", "||", "^", "pow(x, y)");

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Lexer(String text) {
        this.text = text;
    }

    /** The tokens and an {@code END} behind them. */
    static List<Token> tokens(String text) throws MistakeException {
        Lexer lexer = new Lexer(text);
        for (lexer.skipSpace(); lexer.at < text.length(); lexer.skipSpace()) {
            lexer.next();
        }
        lexer.tokens.add(new Token(Kind.END, "", 0, new Span(text.length(), 0)));
        return lexer.tokens;
    }

    private void skipSpace() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private void next() throws MistakeException {
        char c = text.charAt(at);
        Matcher matcher = NUMBER.matcher(text).region(at, text.length());
        if (matcher.lookingAt()) {
            number(matcher.group());
        } else if (matcher.usePattern(NAME).lookingAt()) {
            add(Kind.NAME, matcher.group(), 0, matcher.end());
        } else if (c == '"' || c == '\'') {
            quoted(c);
        } else if (matcher.usePattern(SIGN).lookingAt()) {
            add(Kind.SIGN, matcher.group(), 0, matcher.end());
        } else {
            String shown = Character.toString(text.codePointAt(at));
            throw new MistakeException(
                    "unknown-sign",
                    "`" + shown + "` means nothing here",
                    new Span(at, shown.length()),
                    ELSEWHERE.getOrDefault(shown, ""));
        }
    }

    private void add(Kind kind, String word, double number, int end) {
        tokens.add(new Token(kind, word, number, new Span(at, end - at)));
        at = end;
    }

    private void number(String digits) throws MistakeException {
        int end = at + digits.length();
        double value = Double.parseDouble(digits);
        Matcher unit = NAME.matcher(text).region(end, text.length());
        if (unit.lookingAt()) {
            Span span = new Span(at, unit.end() - at);
            Double seconds = UNITS.get(unit.group());
            if (seconds == null) {
                throw new MistakeException(
                        "`" + digits + unit.group() + "` is no number; lengths of time end in ms, s, m, h or d", span);
            }
            // By division, so that 250ms is the double nearest to 0.25.
            value = unit.group().equals("ms") ? value / 1_000 : value * seconds;
            end = unit.end();
        }
        if (!Double.isFinite(value)) {
            throw new MistakeException("this number is too large", new Span(at, end - at));
        }
        add(Kind.NUMBER, text.substring(at, end), value, end);
    }

    private void quoted(char quote) throws MistakeException {
        StringBuilder content = new StringBuilder();
        int i = at + 1;
        while (i < text.length() && text.charAt(i) != quote) {
            if (text.charAt(i) == '\\') {
                i++;
                content.append(escaped(i));
            } else {
                content.append(text.charAt(i));
            }
            i++;
        }
        if (i >= text.length()) {
            throw new MistakeException("this text has no closing " + quote, new Span(at, 1));
        }
        add(Kind.TEXT, content.toString(), 0, i + 1);
    }

    private char escaped(int i) throws MistakeException {
        int which = i < text.length() ? "\\\"'nrt".indexOf(text.charAt(i)) : -1;
        if (which < 0) {
            throw new MistakeException(
                    "after a backslash comes \\, \", ', n, r or t",
                    new Span(i - 1, Math.min(2, text.length() - i + 1)));
        }
        return "\\\"'\n\r\t".charAt(which);
    }
}
