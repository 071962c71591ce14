package io.weir.gateway.config;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lays one document over another by RFC 7396: sections are merged key by key, so that a layer may change a single
 * {@code section.name.key}; lists and words are replaced whole; null removes.
 */
public final class Layers {

    private Layers() {}

    /** The base with the layer over it. The result's values have JSON pointers, but stand in no single text any more. */
    public static Document merge(Document base, Document layer) {
        Map<String, Document.Spot> spots = new HashMap<>();
        base.spots().forEach((path, spot) -> spots.put(path, nowhere(spot)));
        layer.spots().forEach((path, spot) -> spots.put(path, nowhere(spot)));
        return new Document(patched(base.tree(), layer.tree()), spots);
    }

    /** A section of an already parsed tree, such as the {@code config} member of a larger document. */
    public static Document section(Document document, String key) {
        String prefix = key + ".";
        Map<String, Document.Spot> spots = new HashMap<>();
        document.spots().forEach((path, spot) -> {
            if (path.startsWith(prefix)) {
                String pointer =
                        spot.pointer().substring(1 + Document.escaped(key).length());
                spots.put(
                        path.substring(prefix.length()),
                        new Document.Spot(spot.key(), spot.value(), pointer, spot.isWord(), spot.characters()));
            }
        });
        return new Document(asTree(document.tree().get(key)), spots);
    }

    /** The document without one of its top keys. */
    public static Document without(Document document, String key) {
        Map<String, @Nullable Object> tree = asTree(document.tree());
        tree.remove(key);
        return new Document(tree, document.spots());
    }

    /** A document that was not read from a text, such as one that was stored. */
    public static Document ofTree(Map<String, ?> tree) {
        return new Document(tree, Map.of());
    }

    private static Document.Spot nowhere(Document.Spot spot) {
        return new Document.Spot(Place.NONE, Place.NONE, spot.pointer(), spot.isWord(), 0);
    }

    private static Map<String, @Nullable Object> patched(Map<String, ?> base, Map<String, ?> patch) {
        Map<String, @Nullable Object> result = new LinkedHashMap<>(base);
        for (Map.Entry<String, ?> entry : patch.entrySet()) {
            Object value = entry.getValue();
            if (value == null) {
                result.remove(entry.getKey());
            } else if (value instanceof Map<?, ?>) {
                result.put(entry.getKey(), patched(asTree(base.get(entry.getKey())), asTree(value)));
            } else {
                result.put(entry.getKey(), value);
            }
        }
        return result;
    }

    private static Map<String, @Nullable Object> asTree(@Nullable Object value) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, inner) -> tree.put(String.valueOf(key), inner));
        }
        return tree;
    }
}
