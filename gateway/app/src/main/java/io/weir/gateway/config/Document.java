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
     * @param characters of the word, when they stand in the text as they are; else 0
     */
    record Spot(Place key, Place value, String pointer, boolean isWord, int characters) {}

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
                // Below a word is what the word is short for.
                boolean key = !spot.isWord() || Codes.pointAtKey(code);
                return key && spot.key().isKnown() ? spot.key() : spot.value();
            }
        }
        return Place.NONE;
    }

    /** The place of a part of a word; of the whole word when that does not stand there letter by letter. */
    Place part(String path, int from, int length) {
        Spot spot = spots.getOrDefault(path, spots.get(parent(path)));
        if (spot == null || !spot.isWord()) {
            return place(path, "");
        }
        Place whole = spot.value();
        int quotes = whole.length() - spot.characters();
        boolean literal = whole.isKnown() && spot.characters() > 0 && (quotes == 0 || quotes == 2);
        return literal ? new Place(whole.line(), whole.column() + quotes / 2 + from, Math.max(1, length)) : whole;
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
        Spot around = spots.get(parent);
        if (around != null && around.isWord()) {
            return around.pointer();
        }
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
