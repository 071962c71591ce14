package io.weir.device.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Holds a parsed tree against a {@link Shape}: reports every mistake and gives the values that are right. The tree is made
 * of {@code Map<String, ?>}, {@code List<?>}, scalars ({@code String, Number, Boolean}) and null for what was left empty; a
 * scalar is typed by the shape, not by the parser, so that {@code no} stays a word where a word is wanted.
 */
public final class Binder {

    /** Makes secrets of references. */
    public interface Secrets {
        /** For shapes in which no secret can stand: to be asked for one is a bug. */
        Secrets NONE = new Secrets() {
            @Override
            public Secret env(String name) {
                throw new IllegalStateException("nothing here may refer to a secret: " + name);
            }

            @Override
            public Secret file(String name) {
                throw new IllegalStateException("nothing here may refer to a secret: " + name);
            }
        };

        Secret env(String name);

        Secret file(String name);
    }

    private final Problems problems;
    private final Secrets secrets;
    private final Scalars scalars;

    public Binder(Problems problems, Secrets secrets) {
        this.problems = problems;
        this.secrets = secrets;
        this.scalars = new Scalars(problems);
    }

    /** The section at {@code path}; complete only when nothing was reported. */
    public Settings section(ObjectShape shape, Object tree, String path) {
        return bindObject(shape, tree, path, Map.of());
    }

    private Optional<Object> bind(Shape shape, @Nullable Object found, String path) {
        if (shape instanceof Shape.NotYet notYet) {
            problems.report(path, "not-available", notYet.what() + " is not available in this version");
            return Optional.empty();
        }
        if (shape instanceof Shape.SecretRef) {
            return bindSecret(found, path);
        }
        if (shape instanceof Shape.Scalar scalar) {
            return bindScalar(scalar, found, path);
        }
        Object tree = found == null ? "" : found;
        if (shape instanceof Shape.ListOf list) {
            return Optional.of(bindList(list, tree, path));
        }
        if (shape instanceof Shape.MapOf map) {
            return Optional.of(bindMap(map, tree, path));
        }
        if (shape instanceof Shape.Table table) {
            return Optional.of(bindMap(table.rows(), tree, path));
        }
        if (shape instanceof Shape.Typed typed) {
            return bindTyped(typed, tree, path);
        }
        if (shape instanceof Shape.OneKey oneKey) {
            return bindOneKey(oneKey, tree, path);
        }
        if (shape instanceof Shape.Brief brief) {
            boolean word = !(tree instanceof Map) && !(tree instanceof List) && !tree.equals("");
            return Optional.of(bindObject(brief.whole(), word ? Map.of(brief.key(), tree) : tree, path, Map.of()));
        }
        return Optional.of(bindObject((ObjectShape) shape, tree, path, Map.of()));
    }

    private Settings bindObject(ObjectShape shape, Object tree, String path, Map<String, Object> given) {
        Map<String, Object> values = new HashMap<>(given);
        Map<?, ?> map = asMap(tree, path);
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String name = String.valueOf(entry.getKey());
            Optional<Key> key = shape.key(name);
            if (key.isPresent()) {
                bind(key.get().shape(), entry.getValue(), join(path, name)).ifPresent(value -> values.put(name, value));
            } else if (!given.containsKey(name) && !name.startsWith("x-")) {
                unknownKey(
                        "key", name, path, shape.keys().stream().map(Key::name).toList());
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
            problems.report(path, "missing", "the key `" + key.name() + "` is missing: " + key.doc());
        }
        key.fallback()
                .flatMap(text -> bind(key.shape(), text, join(path, key.name())))
                .ifPresent(value -> values.put(key.name(), value));
    }

    private Optional<Object> bindTyped(Shape.Typed shape, Object tree, String path) {
        String discriminator = shape.discriminator();
        Map<?, ?> map = asMap(tree, path);
        Object chosen = map.get(discriminator);
        if (chosen == null) {
            problems.report(
                    path,
                    "missing",
                    "the key `" + discriminator + "` is missing: one of "
                            + sorted(shape.variants().keySet()));
            return Optional.empty();
        }
        ObjectShape variant = shape.variants().get(chosen.toString());
        if (variant == null) {
            problems.report(
                    join(path, discriminator),
                    "unknown-" + discriminator,
                    "unknown " + discriminator + " `" + Scalars.shown(chosen.toString()) + "`; known are "
                            + sorted(shape.variants().keySet()),
                    Guess.nearest(chosen.toString(), shape.variants().keySet()));
            return Optional.empty();
        }
        return Optional.of(bindObject(variant, tree, path, Map.of(discriminator, chosen.toString())));
    }

    private Optional<Object> bindOneKey(Shape.OneKey shape, Object tree, String path) {
        Map<?, ?> map = asMap(tree, path);
        Map<String, Object> beside = new HashMap<>();
        List<String> kinds = new ArrayList<>();
        boolean strangers = false;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String name = String.valueOf(entry.getKey());
            if (shape.beside().key(name).isPresent()) {
                beside.put(name, entry.getValue() == null ? "" : entry.getValue());
            } else if (shape.kinds().containsKey(name)) {
                kinds.add(name);
            } else if (!name.startsWith("x-")) {
                unknownKey("step", name, path, namesOf(shape));
                strangers = true;
            }
        }
        if (kinds.size() != 1) {
            if (!strangers) {
                String among = sorted(shape.kinds().keySet());
                problems.report(
                        path,
                        "type",
                        "expected exactly one of " + among + "; found " + (kinds.isEmpty() ? "none" : sorted(kinds)));
            }
            return Optional.empty();
        }
        String kind = kinds.get(0);
        Map<String, Object> values =
                new HashMap<>(bindObject(shape.beside(), beside, path, Map.of()).asMap());
        bind(shape.kinds().getOrDefault(kind, ObjectShape.of()), map.get(kind), join(path, kind))
                .ifPresent(value -> values.put(kind, value));
        return Optional.of(new Settings(path, values));
    }

    private static List<String> namesOf(Shape.OneKey shape) {
        Stream<String> beside = shape.beside().keys().stream().map(Key::name);
        return Stream.concat(shape.kinds().keySet().stream(), beside).toList();
    }

    private List<Object> bindList(Shape.ListOf shape, Object tree, String path) {
        List<?> items = tree instanceof List<?> list ? list : tree.equals("") ? List.of() : List.of(tree);
        if (items.size() < shape.min() || items.size() > shape.max()) {
            problems.report(
                    path,
                    "range",
                    "a list of " + items.size() + "; allowed are " + shape.min() + " to " + shape.max() + " items");
        }
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            bind(shape.item(), items.get(i), path + "[" + i + "]").ifPresent(values::add);
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
            if (!shape.names().pattern().matcher(name).matches()) {
                problems.report(
                        join(path, name),
                        "name",
                        "`" + Scalars.shown(name) + "` is no name: "
                                + shape.names().words());
            }
            bind(shape.item(), entry.getValue(), join(path, name)).ifPresent(value -> values.put(name, value));
        }
        return new Settings(path, values);
    }

    private Optional<Object> bindSecret(@Nullable Object tree, String path) {
        if (tree instanceof Map<?, ?> map && map.size() == 1) {
            Map.Entry<?, ?> only = map.entrySet().iterator().next();
            boolean named = only.getValue() instanceof String text && !text.isBlank();
            if (named && "env".equals(only.getKey())) {
                return Optional.of(secrets.env(String.valueOf(only.getValue())));
            }
            if (named && "file".equals(only.getKey())) {
                return Optional.of(secrets.file(String.valueOf(only.getValue())));
            }
        }
        problems.report(path, "secret", "a secret is written {env: NAME} or {file: NAME}, never as the value itself");
        return Optional.empty();
    }

    private Optional<Object> bindScalar(Shape.Scalar shape, @Nullable Object tree, String path) {
        if (tree == null || tree instanceof Map || tree instanceof List) {
            String found = tree == null ? "nothing" : tree instanceof Map ? "a section" : "a list";
            problems.report(path, "type", "expected " + Scalars.expected(shape) + ", found " + found);
            return Optional.empty();
        }
        return scalars.bind(shape, tree.toString(), path);
    }

    private void unknownKey(String what, String name, String path, Collection<String> known) {
        String guess = Guess.nearest(name, known);
        String where = path.isEmpty() ? "" : " in " + path;
        String choices = guess.isEmpty() ? "; known are " + sorted(known) : "";
        problems.report(
                join(path, name),
                "unknown-" + what,
                "unknown " + what + " `" + Scalars.shown(name) + "`" + where + choices,
                guess);
    }

    private Map<?, ?> asMap(Object tree, String path) {
        if (tree instanceof Map<?, ?> map) {
            return map;
        }
        if (tree instanceof List<?>) {
            problems.report(path, "type", "expected a section with keys, found a list");
        } else if (!tree.equals("")) {
            problems.report(
                    path, "type", "expected a section with keys, found `" + Scalars.shown(tree.toString()) + "`");
        }
        return Map.of();
    }

    private static String sorted(Collection<String> names) {
        return String.join(", ", names.stream().sorted().toList());
    }

    private static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
