package io.weir.buffer;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What many worlds together have shown. Safe for any thread. */
final class Tallies {
    private final Map<String, Long> cutsIn = new TreeMap<>();
    private long histories;
    private long acknowledged;
    private long checked;
    private long cuts;
    private long acknowledgedAtCuts;
    private long damages;
    private long undamaged;
    private long missing;
    private long recycled;

    synchronized void lived(long records) {
        histories++;
        acknowledged += records;
    }

    /** The power goes in this operation, or between two. */
    synchronized void cut(Optional<String> operation, long records) {
        cuts++;
        acknowledgedAtCuts += records;
        cutsIn.merge(operation.map(Tallies::kind).orElse("between two"), 1L, Long::sum);
    }

    private static String kind(String operation) {
        String folder = operation.replaceAll(".*/([a-z]+)/.*", "$1");
        boolean known = !folder.equals(operation);
        return operation.replaceAll(" .*", "") + (known ? " in " + folder : "");
    }

    synchronized void checked(long records) {
        checked += records;
    }

    synchronized void damaged(long recordsBefore, long lost) {
        damages++;
        undamaged += recordsBefore - lost;
        missing += lost;
    }

    synchronized void recycled(long files) {
        recycled += files;
    }

    synchronized long recycled() {
        return recycled;
    }

    synchronized long cuts() {
        return cuts;
    }

    @Override
    public synchronized String toString() {
        return histories + " histories with " + acknowledged + " acknowledged records, read back " + checked
                + " times: lost 0, wrong 0; " + cuts + " power cuts with " + acknowledgedAtCuts
                + " acknowledged records, by operation " + cutsIn + "; " + recycled + " files overwritten; " + damages
                + " times rot, which took " + missing
                + " records and left " + undamaged;
    }
}
