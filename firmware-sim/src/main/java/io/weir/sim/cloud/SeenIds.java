package io.weir.sim.cloud;

import java.util.HashMap;
import java.util.Map;

/**
 * Which record ids arrived before, and with which content. Ids of the form {@code prefix/number} cost four bytes each, so that
 * hundreds of millions fit. One thread.
 */
final class SeenIds {
    private static final int CHUNK = 4096;
    private final Map<String, Map<Long, int[]>> numbered = new HashMap<>();
    private final Map<String, Integer> others = new HashMap<>();

    /** What a record is to somebody who keeps ids. */
    enum Novelty {
        FRESH,
        REPEAT,
        /** A known id with another content: a repeat that is none. */
        CONTRADICTION
    }

    Novelty add(String id, int contentHash) {
        int hash = contentHash == 0 ? 1 : contentHash;
        long number = number(id);
        if (number < 0) {
            Integer before = others.putIfAbsent(id, hash);
            return before == null ? Novelty.FRESH : novelty(before, hash);
        }
        int[] chunk = numbered.computeIfAbsent(id.substring(0, id.lastIndexOf('/')), prefix -> new HashMap<>())
                .computeIfAbsent(number / CHUNK, start -> new int[CHUNK]);
        int place = (int) (number % CHUNK);
        int before = chunk[place];
        if (before == 0) {
            chunk[place] = hash;
            return Novelty.FRESH;
        }
        return novelty(before, hash);
    }

    private static Novelty novelty(int before, int hash) {
        return before == hash ? Novelty.REPEAT : Novelty.CONTRADICTION;
    }

    /** The number at the end of the id, or -1. */
    static long number(String id) {
        int slash = id.lastIndexOf('/');
        if (slash < 0 || slash == id.length() - 1 || id.length() - slash > 19) {
            return -1;
        }
        for (int i = slash + 1; i < id.length(); i++) {
            if (id.charAt(i) < '0' || id.charAt(i) > '9') {
                return -1;
            }
        }
        return Long.parseLong(id, slash + 1, id.length(), 10);
    }
}
