package io.weir.gateway.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the tables of {@code lookup} steps that name a file, in trees that may be wrong in any way. Stateless. */
final class LookupTables {

    /** Says what stands in the place of a file. */
    @FunctionalInterface
    interface Rows {
        Map<String, ?> of(Map<?, ?> lookup, String file, String pathOfTable);
    }

    @FunctionalInterface
    private interface Change {
        @Nullable
        Object of(@Nullable Object tree, String path);
    }

    private final Rows rows;

    LookupTables(Rows rows) {
        this.rows = rows;
    }

    /** The document with rows instead; where everything stands remains. */
    Document replacedIn(Document document) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>(document.tree());
        tree.computeIfPresent("pipelines", (key, all) -> each(all, key, this::pipeline));
        return new Document(tree, document.spots());
    }

    private @Nullable Object pipeline(@Nullable Object pipeline, String path) {
        return under("steps", pipeline, path, this::steps);
    }

    private @Nullable Object steps(@Nullable Object steps, String path) {
        if (!(steps instanceof List<?> items)) {
            return step(steps, path);
        }
        List<@Nullable Object> changed = new ArrayList<>();
        for (Object item : items) {
            changed.add(step(item, path + "[" + changed.size() + "]"));
        }
        return changed;
    }

    private @Nullable Object step(@Nullable Object step, String path) {
        return under("lookup", step, path, this::lookup);
    }

    private @Nullable Object lookup(@Nullable Object lookup, String path) {
        if (lookup instanceof Map<?, ?> own
                && own.get("table") instanceof Map<?, ?> table
                && table.get("file") instanceof String file) {
            return under("table", own, path, (named, at) -> rows.of(own, file, at));
        }
        return lookup;
    }

    private static @Nullable Object under(String key, @Nullable Object tree, String path, Change change) {
        return tree instanceof Map<?, ?> map && map.containsKey(key)
                ? each(map, path, (value, at) -> at.equals(path + "." + key) ? change.of(value, at) : value)
                : tree;
    }

    private static @Nullable Object each(@Nullable Object tree, String path, Change change) {
        if (!(tree instanceof Map<?, ?> map)) {
            return tree;
        }
        Map<String, @Nullable Object> changed = new LinkedHashMap<>();
        map.forEach((key, value) -> changed.put(String.valueOf(key), change.of(value, path + "." + key)));
        return changed;
    }
}
