package io.weir.device.config;

import java.util.Collection;

/** Finds what was probably meant: the nearest word by Damerau-Levenshtein distance (optimal string alignment). */
public final class Guess {

    private Guess() {}

    /** The nearest of the known words, or the empty text when none is near enough to be a misspelling. */
    public static String nearest(String word, Collection<String> known) {
        String best = "";
        int bestDistance = Math.max(1, Math.min(word.length(), 64) / 3) + 1;
        for (String candidate : known.stream().sorted().toList()) {
            int distance = word.length() > 64 ? Integer.MAX_VALUE : distance(word, candidate);
            if (distance < bestDistance) {
                best = candidate;
                bestDistance = distance;
            }
        }
        return best;
    }

    static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
