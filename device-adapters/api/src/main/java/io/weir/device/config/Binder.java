package io.weir.device.config;

import io.weir.device.ByteSize;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Holds a parsed tree against a {@link Shape}: reports every mistake and gives the values that are right. The tree is made
 * of {@code Map<String, ?>}, {@code List<?>} and scalars ({@code String, Number, Boolean}); a scalar is typed by the shape,
 * not by the parser, so that {@code no} stays a word where a word is wanted.
 */
public final class Binder {

    /** Makes secrets of references. */
    public interface Secrets {
        Secret env(String name);

        Secret file(String name);
    }

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");

    private final Problems problems;
    private final Secrets secrets;

    public Binder(Problems problems, Secrets secrets) {
        this.problems = problems;
        this.secrets = secrets;
    }

    /** The section at {@code path}; complete only when nothing was reported. */
    public Settings section(ObjectShape shape, Object tree, String path) {
        return bindObject(shape, tree, path, Map.of());
    }

    private Optional<Object> bind(Shape shape, Object tree, String path) {
        if (shape instanceof Shape.SecretRef) {
            return bindSecret(tree, path);
        }
        if (shape instanceof Shape.Scalar scalar) {
            return bindScalar(scalar, tree, path);
        }
        if (shape instanceof Shape.ListOf list) {
            return Optional.of(bindList(list, tree, path));
        }
        if (shape instanceof Shape.MapOf map) {
            return Optional.of(bindMap(map, tree, path));
        }
        if (shape instanceof Shape.Typed typed) {
            return bindTyped(typed, tree, path);
        }
        if (shape instanceof Shape.OneKey oneKey) {
            return bindOneKey(oneKey, tree, path);
        }
        if (shape instanceof ObjectShape object) {
            return Optional.of(bindObject(object, tree, path, Map.of()));
        }
        problems.report(path, "not-available", ((Shape.NotYet) shape).what() + " is not available in this version");
        return Optional.empty();
    }

    private Settings bindObject(ObjectShape shape, Object tree, String path, Map<String, Object> given) {
        Map<String, Object> values = new HashMap<>(given);
        Map<?, ?> map = asMap(tree, path);
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String name = String.valueOf(entry.getKey());
            Optional<Key> key = shape.key(name);
            if (key.isPresent()) {
                bind(key.get().shape(), scalarOr(entry.getValue()), join(path, name))
                        .ifPresent(value -> values.put(name, value));
            } else if (!given.containsKey(name) && !name.startsWith("x-")) {
                unknown("key", name, path, shape.keys().stream().map(Key::name).toList());
            }
        }
        for (Key key : shape.keys()) {
            if (!map.containsKey(key.name())) {
                absent(key, path, values);
            }
        }
        return new Settings(path, values);
    }

    private void absent(Key key, String path, Map<String, Object> values) {
        if (key.required()) {
            problems.report(path, "missing", "the key " + key.name() + " is missing: " + key.doc());
        }
        key.fallback()
                .flatMap(text -> bind(key.shape(), text, join(path, key.name())))
                .ifPresent(value -> values.put(key.name(), value));
    }

    private Optional<Object> bindTyped(Shape.Typed shape, Object tree, String path) {
        Map<?, ?> map = asMap(tree, path);
        Object chosen = map.get(shape.discriminator());
        if (chosen == null) {
            problems.report(
                    path,
                    "missing",
                    "the key " + shape.discriminator() + " is missing: one of "
                            + sorted(shape.variants().keySet()));
            return Optional.empty();
        }
        ObjectShape variant = shape.variants().get(chosen.toString());
        if (variant == null) {
            unknown(
                    shape.discriminator(),
                    chosen.toString(),
                    join(path, shape.discriminator()),
                    shape.variants().keySet());
            return Optional.empty();
        }
        return Optional.of(bindObject(variant, tree, path, Map.of(shape.discriminator(), chosen.toString())));
    }

    private Optional<Object> bindOneKey(Shape.OneKey shape, Object tree, String path) {
        Map<?, ?> map = asMap(tree, path);
        Map<String, Object> beside = new HashMap<>();
        List<String> kinds = new ArrayList<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String name = String.valueOf(entry.getKey());
            if (shape.beside().key(name).isPresent()) {
                beside.put(name, scalarOr(entry.getValue()));
            } else if (shape.kinds().containsKey(name)) {
                kinds.add(name);
            } else if (!name.startsWith("x-")) {
                unknown("step", name, path, shape.kinds().keySet());
                return Optional.empty();
            }
        }
        if (kinds.size() != 1) {
            problems.report(
                    path,
                    "type",
                    "expected exactly one of " + sorted(shape.kinds().keySet()) + ", found " + kinds);
            return Optional.empty();
        }
        String kind = kinds.get(0);
        Map<String, Object> values =
                new HashMap<>(bindObject(shape.beside(), beside, path, Map.of()).asMap());
        bind(shape.kinds().getOrDefault(kind, new ObjectShape(List.of())), scalarOr(map.get(kind)), join(path, kind))
                .ifPresent(value -> values.put(kind, value));
        return Optional.of(new Settings(path, values));
    }

    private List<Object> bindList(Shape.ListOf shape, Object tree, String path) {
        List<?> items = tree instanceof List<?> list ? list : List.of(tree);
        if (items.size() < shape.min() || items.size() > shape.max()) {
            problems.report(
                    path,
                    "range",
                    "holds " + items.size() + " items; allowed are " + shape.min() + " to " + shape.max());
        }
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            bind(shape.item(), scalarOr(items.get(i)), path + "[" + i + "]").ifPresent(values::add);
        }
        return List.copyOf(values);
    }

    private Settings bindMap(Shape.MapOf shape, Object tree, String path) {
        Map<?, ?> map = asMap(tree, path);
        if (map.size() > shape.max()) {
            problems.report(path, "range", "holds " + map.size() + " names; allowed are at most " + shape.max());
        }
        Map<String, Object> values = new HashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String name = String.valueOf(entry.getKey());
            if (!NAME.matcher(name).matches()) {
                problems.report(
                        join(path, name),
                        "name",
                        "\"" + name + "\" is no name: small letters, digits, - and _, at most 63");
            }
            bind(shape.item(), scalarOr(entry.getValue()), join(path, name))
                    .ifPresent(value -> values.put(name, value));
        }
        return new Settings(path, values);
    }

    private Optional<Object> bindSecret(Object tree, String path) {
        if (tree instanceof Map<?, ?> map && map.size() == 1) {
            Map.Entry<?, ?> only = map.entrySet().iterator().next();
            String name = String.valueOf(only.getValue());
            if ("env".equals(only.getKey())) {
                return Optional.of(secrets.env(name));
            }
            if ("file".equals(only.getKey())) {
                return Optional.of(secrets.file(name));
            }
        }
        problems.report(path, "secret", "a secret is written {env: NAME} or {file: NAME}, never as the value itself");
        return Optional.empty();
    }

    private Optional<Object> bindScalar(Shape.Scalar shape, Object tree, String path) {
        if (tree instanceof Map || tree instanceof List) {
            problems.report(
                    path,
                    "type",
                    "expected " + expected(shape) + ", found a " + (tree instanceof Map ? "section" : "list"));
            return Optional.empty();
        }
        String text = tree.toString();
        if (shape instanceof Shape.Text rule) {
            return text(rule, text, path);
        }
        if (shape instanceof Shape.Whole whole) {
            return whole(whole, text, path);
        }
        if (shape instanceof Shape.Decimal decimal) {
            return decimal(decimal, text, path);
        }
        if (shape instanceof Shape.Flag) {
            return flag(text, path);
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
        complaint.ifPresent(
                words -> problems.report(path, "type", "\"" + text + "\" " + words + "; expected " + shape.expects()));
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
        try {
            double value = Double.parseDouble(text);
            if (value >= shape.min() && value <= shape.max()) {
                return Optional.of(value);
            }
            outOfRange(path, text, shape.min(), shape.max());
        } catch (NumberFormatException e) {
            mistyped(shape, text, path, text.matches("-?\\d+,\\d+") ? text.replace(',', '.') : "");
        }
        return Optional.empty();
    }

    private Optional<Object> flag(String text, String path) {
        if (text.equals("true") || text.equals("false")) {
            return Optional.of(Boolean.valueOf(text));
        }
        String guess = List.of("yes", "on").contains(text)
                ? "true"
                : List.of("no", "off").contains(text) ? "false" : "";
        mistyped(new Shape.Flag(), text, path, guess);
        return Optional.empty();
    }

    private Optional<Object> span(Shape.Span shape, String text, String path) {
        Optional<Duration> value = Texts.span(text);
        if (value.isEmpty()) {
            String digits = text.replaceAll("\\D.*", "");
            mistyped(shape, text, path, digits.isEmpty() ? "" : digits + "s");
            return Optional.empty();
        }
        if (value.get().compareTo(shape.min()) < 0 || value.get().compareTo(shape.max()) > 0) {
            outOfRange(path, text, shape.min(), shape.max());
            return Optional.empty();
        }
        return Optional.of(value.get());
    }

    private Optional<Object> size(Shape.Size shape, String text, String path) {
        Optional<ByteSize> value = ByteSize.parse(text);
        if (value.isEmpty()) {
            String digits = text.replaceAll("\\D.*", "");
            mistyped(shape, text, path, digits.isEmpty() ? "" : digits + "MiB");
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
        problems.report(
                path, "type", "\"" + text + "\" is none of " + shape.words(), Guess.nearest(text, shape.words()));
        return Optional.empty();
    }

    private void mistyped(Shape.Scalar shape, String text, String path, String guess) {
        problems.report(path, "type", "expected " + expected(shape) + ", got \"" + text + "\"", guess);
    }

    private void outOfRange(String path, String text, Object min, Object max) {
        problems.report(path, "range", text + " is out of range: " + min + " to " + max);
    }

    private void unknown(String what, String name, String path, Collection<String> known) {
        problems.report(
                join(path, name),
                "unknown-" + what,
                "unknown " + what + " \"" + name + "\"; known are " + sorted(known),
                Guess.nearest(name, known));
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
        return shape instanceof Shape.Choice choice ? "one of " + choice.words() : "a secret";
    }

    private Map<?, ?> asMap(Object tree, String path) {
        if (tree instanceof Map<?, ?> map) {
            return map;
        }
        if (!tree.equals("")) {
            problems.report(path, "type", "expected a section with keys, found \"" + tree + "\"");
        }
        return Map.of();
    }

    private static Object scalarOr(@Nullable Object value) {
        return value == null ? "" : value;
    }

    private static List<String> sorted(Collection<String> names) {
        return names.stream().sorted().toList();
    }

    private static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
