package io.weir.gateway.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads parsed trees that may be wrong in any way: what does not fit is simply not there. */
final class Trees {

    private Trees() {}

    /** The section under a key; empty when there is none. */
    static Map<String, Object> section(Map<?, ?> tree, String key) {
        Map<String, Object> section = new LinkedHashMap<>();
        if (tree.get(key) instanceof Map<?, ?> map) {
            map.forEach((name, value) -> section.put(String.valueOf(name), value == null ? "" : value));
        }
        return section;
    }

    /** The words under a key, by their full paths: a list of them, or a single one. */
    static Map<String, String> words(Map<?, ?> tree, String key, String path) {
        Map<String, String> words = new LinkedHashMap<>();
        Object found = tree.get(key);
        if (found instanceof String word) {
            words.put(path + "." + key, word);
        } else if (found instanceof List<?> items) {
            for (int i = 0; i < items.size(); i++) {
                if (items.get(i) instanceof String word) {
                    words.put(path + "." + key + "[" + i + "]", word);
                }
            }
        }
        return words;
    }

    static Map<?, ?> asSection(Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }
}
