package io.weir.device.config;

import io.weir.device.ByteSize;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A section that was checked against its {@link ObjectShape}: every required key is there, every value has its type, and
 * defaults are filled in. Asking for a key that is absent, or as another type, is a bug of the caller and throws
 * {@link IllegalStateException}. Immutable; two are equal when they say the same, which is how a change of configuration
 * finds out what stays. Printing shows references instead of secrets.
 */
public final class Settings {

    private final String path;
    private final Map<String, Object> values;

    Settings(String path, Map<String, Object> values) {
        this.path = path;
        this.values = Map.copyOf(values);
    }

    /** Where the section stands: {@code adapters.field}. */
    public String path() {
        return path;
    }

    /** Where one of its keys stands. */
    public String path(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    public boolean has(String key) {
        return values.containsKey(key);
    }

    public Set<String> keys() {
        return values.keySet();
    }

    public String text(String key) {
        return value(key, String.class);
    }

    public Optional<String> optionalText(String key) {
        return has(key) ? Optional.of(text(key)) : Optional.empty();
    }

    public long whole(String key) {
        return value(key, Long.class);
    }

    public double decimal(String key) {
        return value(key, Double.class);
    }

    public boolean flag(String key) {
        return value(key, Boolean.class);
    }

    public Duration span(String key) {
        return value(key, Duration.class);
    }

    public ByteSize size(String key) {
        return value(key, ByteSize.class);
    }

    public Secret secret(String key) {
        return value(key, Secret.class);
    }

    /** A section with known keys, or one that is chosen by its discriminator (which is one of its keys then). */
    public Settings section(String key) {
        return value(key, Settings.class);
    }

    /** A list of scalars as text. */
    public List<String> texts(String key) {
        return list(key, String.class);
    }

    /** A list of sections. */
    public List<Settings> sections(String key) {
        return list(key, Settings.class);
    }

    /** Named sections, sorted by name. */
    public Map<String, Settings> named(String key) {
        return named(key, Settings.class);
    }

    /** Named values of one scalar type. */
    public <T> Map<String, T> named(String key, Class<T> type) {
        Settings inner = value(key, Settings.class);
        SortedMap<String, T> all = new TreeMap<>();
        for (String name : inner.keys()) {
            all.put(name, inner.value(name, type));
        }
        return Collections.unmodifiableSortedMap(all);
    }

    /**
     * The section as a plain tree that {@link Binder} would read back to an equal section: maps sorted by key, lists, numbers,
     * booleans and text; lengths, sizes and references as a file writes them. Holds no secret.
     */
    public SortedMap<String, Object> tree() {
        SortedMap<String, Object> tree = new TreeMap<>();
        values.forEach((key, value) -> tree.put(key, plain(value)));
        return tree;
    }

    private static Object plain(Object value) {
        if (value instanceof Settings section) {
            return section.tree();
        }
        if (value instanceof List<?> items) {
            return items.stream().map(Settings::plain).toList();
        }
        if (value instanceof Duration length) {
            return SpanText.of(length);
        }
        if (value instanceof ByteSize size) {
            return Texts.size(size);
        }
        if (value instanceof Secret secret) {
            String[] reference = secret.reference().replaceAll("^\\{|}$", "").split(": ", 2);
            return Map.of(reference[0], reference[1]);
        }
        return value;
    }

    Map<String, Object> asMap() {
        return values;
    }

    private <T> List<T> list(String key, Class<T> type) {
        List<?> items = value(key, List.class);
        return items.stream().<T>map(item -> cast(key, item, type)).toList();
    }

    private <T> T value(String key, Class<T> type) {
        Object value = values.get(key);
        if (value == null) {
            throw new IllegalStateException("no key " + path(key) + "; there are " + values.keySet());
        }
        return cast(key, value, type);
    }

    private <T> T cast(String key, Object value, Class<T> type) {
        if (!type.isInstance(value)) {
            throw new IllegalStateException(
                    path(key) + " is " + value.getClass().getSimpleName() + ", not " + type.getSimpleName());
        }
        return type.cast(value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Settings that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return new TreeMap<>(values).toString();
    }
}
