package io.weir.buffer;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * An owner who needs nothing for itself, and to whom a stream is worth its number.
 *
 * @param thinned streams that are condensed when room is needed
 */
record Worths(Set<Integer> thinned, Condense condense) implements Retain {
    /** How a run of records of one stream becomes fewer. */
    @FunctionalInterface
    interface Condense {
        List<LogRecord> of(List<LogRecord> run, int level);
    }

    /** Each stands for itself and the one before. */
    static List<LogRecord> everySecond(List<LogRecord> run, int level) {
        List<LogRecord> half = new ArrayList<>();
        for (int i = 1; i < run.size(); i += 2) {
            half.add(run.get(i));
        }
        return half;
    }

    @Override
    public Offset needed(int stream) {
        return Offset.BEYOND;
    }

    @Override
    public int priority(int stream) {
        return stream;
    }

    @Override
    public boolean thins(int stream) {
        return thinned.contains(stream);
    }

    @Override
    public List<LogRecord> thin(int stream, List<LogRecord> run, int level) {
        return condense.of(run, level);
    }
}
