package io.weir.device.config;

import io.weir.device.ByteSize;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Types single words by their shape. A value that a message repeats is cut short and never carries a URI's password. */
final class Scalars {

    private static final int SHOWN_CHARACTERS = 80;
    private static final Pattern USER_INFO = Pattern.compile("//[^/@]*@");
    // Narrower than Java's own: 5d and 1f are no numbers here but units that somebody forgot about.
    static final Pattern DECIMAL = Pattern.compile("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?");
    static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]+|0x[0-9A-Fa-f]+");
    private static final Pattern DECIMAL_COMMA = Pattern.compile("-?\\d+,\\d+");

    private final Problems problems;

    Scalars(Problems problems) {
        this.problems = problems;
    }

    Optional<Object> bind(Shape.Scalar shape, String text, String path) {
        if (shape instanceof Shape.Text rule) {
            return text(rule, text, path);
        }
        if (shape instanceof Shape.Whole whole) {
            return whole(whole, text, path);
        }
        if (shape instanceof Shape.Decimal decimal) {
            return decimal(decimal, text, path);
        }
        if (shape instanceof Shape.Flag flag) {
            return flag(flag, text, path);
        }
        if (shape instanceof Shape.Span span) {
            return span(span, text, path);
        }
        if (shape instanceof Shape.Size size) {
            return size(size, text, path);
        }
        return choice((Shape.Choice) shape, text, path);
    }

    private Optional<Object> text(Shape.Text shape, String text, String path) {
        if (text.length() > shape.maxLength()) {
            problems.report(path, "range", "has " + text.length() + " characters; at most " + shape.maxLength());
            return Optional.empty();
        }
        Optional<String> complaint = shape.rule().apply(text);
        complaint.ifPresent(words ->
                problems.report(path, "type", "`" + shown(text) + "` " + words + "; expected " + shape.expects()));
        return complaint.isPresent() ? Optional.empty() : Optional.of(text);
    }

    private Optional<Object> whole(Shape.Whole shape, String text, String path) {
        try {
            long value = text.startsWith("0x") ? Long.parseLong(text.substring(2), 16) : Long.parseLong(text);
            if (value >= shape.min() && value <= shape.max()) {
                return Optional.of(value);
            }
            outOfRange(path, text, shape.min(), shape.max());
        } catch (NumberFormatException e) {
            mistyped(shape, text, path, "");
        }
        return Optional.empty();
    }

    private Optional<Object> decimal(Shape.Decimal shape, String text, String path) {
        if (!DECIMAL.matcher(text).matches()) {
            boolean comma = DECIMAL_COMMA.matcher(text).matches();
            mistyped(shape, text, path, comma ? text.replace(',', '.') : "");
            return Optional.empty();
        }
        double value = Double.parseDouble(text);
        if (value >= shape.min() && value <= shape.max()) {
            return Optional.of(value);
        }
        outOfRange(path, text, shape.min(), shape.max());
        return Optional.empty();
    }

    private Optional<Object> flag(Shape.Flag shape, String text, String path) {
        if (text.equals("true") || text.equals("false")) {
            return Optional.of(Boolean.valueOf(text));
        }
        String guess = List.of("yes", "on").contains(text)
                ? "true"
                : List.of("no", "off").contains(text) ? "false" : Guess.nearest(text, List.of("true", "false"));
        mistyped(shape, text, path, guess);
        return Optional.empty();
    }

    private Optional<Object> span(Shape.Span shape, String text, String path) {
        Optional<Duration> value = Texts.span(text);
        if (value.isEmpty()) {
            mistyped(shape, text, path, Texts.spanGuess(text));
            return Optional.empty();
        }
        if (value.get().compareTo(shape.min()) < 0 || value.get().compareTo(shape.max()) > 0) {
            outOfRange(path, text, SpanText.of(shape.min()), SpanText.of(shape.max()));
            return Optional.empty();
        }
        return Optional.of(value.get());
    }

    private Optional<Object> size(Shape.Size shape, String text, String path) {
        Optional<ByteSize> value = ByteSize.parse(text);
        if (value.isEmpty()) {
            mistyped(shape, text, path, Texts.sizeGuess(text));
            return Optional.empty();
        }
        if (value.get().compareTo(shape.min()) < 0 || value.get().compareTo(shape.max()) > 0) {
            outOfRange(path, text, shape.min(), shape.max());
            return Optional.empty();
        }
        return Optional.of(value.get());
    }

    private Optional<Object> choice(Shape.Choice shape, String text, String path) {
        if (shape.words().contains(text)) {
            return Optional.of(text);
        }
        mistyped(shape, text, path, Guess.nearest(text, shape.words()));
        return Optional.empty();
    }

    private void mistyped(Shape.Scalar shape, String text, String path, String guess) {
        problems.report(path, "type", "expected " + expected(shape) + ", got `" + shown(text) + "`", guess);
    }

    private void outOfRange(String path, String text, Object min, Object max) {
        problems.report(path, "range", "`" + shown(text) + "` is out of range: " + min + " to " + max);
    }

    /** What a scalar shape wants, in words. */
    static String expected(Shape.Scalar shape) {
        if (shape instanceof Shape.Text text) {
            return text.expects();
        }
        if (shape instanceof Shape.Whole) {
            return "a whole number";
        }
        if (shape instanceof Shape.Decimal) {
            return "a number";
        }
        if (shape instanceof Shape.Flag) {
            return "true or false";
        }
        if (shape instanceof Shape.Span) {
            return "a duration (units: ms, s, m, h, d)";
        }
        if (shape instanceof Shape.Size) {
            return "a size (units: B, KiB, MiB, GiB, kB, MB)";
        }
        return shape instanceof Shape.Choice choice
                ? "one of " + String.join(", ", choice.words())
                : "a reference {env: NAME} or {file: NAME}";
    }

    /** The value as a message may repeat it. */
    static String shown(String text) {
        String safe = USER_INFO.matcher(text).replaceAll("//***@");
        return safe.length() <= SHOWN_CHARACTERS ? safe : safe.substring(0, SHOWN_CHARACTERS) + "…";
    }
}
