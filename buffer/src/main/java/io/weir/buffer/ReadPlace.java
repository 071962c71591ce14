package io.weir.buffer;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * How far the reader of a cursor is: the read position, and how many of each stream are before it, read or counted as missing.
 * Guarded by the monitor of its {@link Account}; lost in a crash.
 */
final class ReadPlace {
    private long position;
    private Tally totals = new Tally();
    /** Where the reader has begun, and the streams of which it has not come to a place with known totals since. */
    private long begunAt;

    private final Set<Integer> midway = new TreeSet<>();
    private long moves;

    long position() {
        return position;
    }

    long total(int stream) {
        return totals.of(stream);
    }

    /** Changes whenever somebody else than the reader has moved it. */
    long moves() {
        return moves;
    }

    /** A new reader begins where so many are before. */
    void begin(long at, Tally before, Set<Integer> streams) {
        position = at;
        totals = Tally.of(before.toMap());
        beginHere(streams);
    }

    /** A new reader begins where the last one was. */
    void beginHere(Set<Integer> streams) {
        begunAt = position;
        midway.clear();
        midway.addAll(streams);
        moved();
    }

    /** Whoever reads must look where it is. */
    void moved() {
        moves++;
    }

    void read(long offset, int stream) {
        totals.add(stream, 1);
        position = offset + 1;
    }

    void passed(long offset) {
        position = Math.max(position, offset);
    }

    /** Whether this is the first place with a known total of the stream that the reader has come to. */
    boolean isFirstOf(int stream, long at) {
        return at > begunAt && midway.remove(stream);
    }

    /** These are missing up to there. */
    void miss(long to, Map<Expiry, Map<Integer, Long>> counts) {
        counts.values().forEach(totals::addAll);
        passed(to);
    }
}
