package io.weir.buffer;

import java.util.List;

/**
 * What the owner of the streams says about their worth, beside what cursors hold. Asked by any of the log's threads and
 * at any time; must not block, and must not call the log.
 */
@FunctionalInterface
public interface Retain {
    /** Entries of this stream below the answered offset may go; {@link Offset#BEYOND} if the owner needs none of them. */
    Offset needed(int stream);

    /** When room must be made: streams of a higher priority are kept longer. */
    default int priority(int stream) {
        return 0;
    }

    /** Whether {@link #thin} can condense entries of this stream. */
    default boolean thins(int stream) {
        return false;
    }

    /**
     * Condenses records of one stream, in the order of their offsets, to fewer: each at the offset of the last record that
     * it stands for, in order. What it condenses may have been condensed before.
     *
     * @param level 1 when records of this place are thinned for the first time, and one more every time
     */
    default List<LogRecord> thin(int stream, List<LogRecord> run, int level) {
        return run;
    }
}
