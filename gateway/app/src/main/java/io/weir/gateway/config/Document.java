package io.weir.gateway.config;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A parsed text, or several merged ones: the tree that a {@link io.weir.device.config.Binder} reads, and where everything in
 * it stands. The tree holds {@code Map<String, ?>}, {@code List<?>}, words as {@code String}, and null for what is empty.
 * Immutable.
 */
public final class Document {

    /**
     * Where one value stands.
     *
     * @param key the place of its key, or {@link Place#NONE} for an item of a list
     * @param isWord false for sections and lists, whose own place is less telling than their key's
     */
    record Spot(Place key, Place value, String pointer, boolean isWord) {}

    static final Document EMPTY = new Document(Map.of(), Map.of());

    private final Map<String, ?> tree;
    private final Map<String, Spot> spots;

    Document(Map<String, ?> tree, Map<String, Spot> spots) {
        this.tree = Collections.unmodifiableMap(new LinkedHashMap<>(tree));
        this.spots = Collections.unmodifiableMap(new HashMap<>(spots));
    }

    public Map<String, ?> tree() {
        return tree;
    }

    Map<String, Spot> spots() {
        return spots;
    }

    /** The place that a problem of this kind points at; that of the nearest section around it when it stands nowhere. */
    Place place(String path, String code) {
        for (String at = path; !at.isEmpty(); at = parent(at)) {
            Spot spot = spots.get(at);
            if (spot != null) {
                boolean key = !at.equals(path) || !spot.isWord() || Codes.pointAtKey(code);
                return key && spot.key().isKnown() ? spot.key() : spot.value();
            }
        }
        return Place.NONE;
    }

    /** The JSON pointer of a dotted path. */
    String pointer(String path) {
        Spot spot = spots.get(path);
        if (spot != null) {
            return spot.pointer();
        }
        if (path.isEmpty()) {
            return "";
        }
        String parent = parent(path);
        String own = path.substring(parent.length()).replaceAll("^\\.|^\\[|]$", "");
        return pointer(parent) + "/" + escaped(own);
    }

    static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    private static String parent(String path) {
        return path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
    }
}
