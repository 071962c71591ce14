package io.weir.buffer;

import java.util.Map;

/** Why entries are missing that the log's totals count: finds the reasons, and takes them from what was foretold. One use. */
final class Explanation {
    private final Map<Expiry, Map<Integer, Long>> gone;
    private final Losses foretold;
    private final Losses missing = new Losses();

    /** {@code gone}: why entries are missing that were given up. */
    Explanation(Map<Expiry, Map<Integer, Long>> gone, Losses foretold) {
        this.gone = gone;
        this.foretold = foretold;
    }

    /**
     * So many of a stream are missing.
     *
     * @param midway whether the reader began in the middle of what these totals end: what was given up before that place may
     *     stand in a block that the reader does not see, since a rewriting cuts blocks elsewhere. Nothing but what was
     *     foretold tells of it
     * @param otherwise why those are missing that were not given up
     */
    void explain(int stream, long lost, boolean midway, Expiry otherwise) {
        long left = lost - byReason(stream, lost, true);
        left -= byReason(stream, left, false);
        if (midway) {
            left -= byForetelling(stream, left);
        }
        if (left > 0) {
            missing.add(otherwise, stream, left);
            foretold.take(stream, left);
        }
    }

    private long byForetelling(int stream, long lost) {
        long left = lost;
        for (Expiry reason : Expiry.values()) {
            long count = Math.min(left, foretold.of(reason, stream));
            if (count > 0) {
                missing.add(reason, stream, count);
                foretold.take(reason, stream, count);
                left -= count;
            }
        }
        return lost - left;
    }

    /** How many of the lost are explained; reasons that were foretold come first. */
    private long byReason(int stream, long lost, boolean onlyForetold) {
        long left = lost;
        for (Map.Entry<Expiry, Map<Integer, Long>> row : gone.entrySet()) {
            Expiry reason = row.getKey();
            long unused = row.getValue().getOrDefault(stream, 0L) - missing.of(reason, stream);
            long count = Math.min(left, onlyForetold ? Math.min(unused, foretold.of(reason, stream)) : unused);
            if (count > 0) {
                missing.add(reason, stream, count);
                foretold.take(reason, stream, count);
                left -= count;
            }
        }
        return lost - left;
    }

    Losses missing() {
        return missing;
    }
}
