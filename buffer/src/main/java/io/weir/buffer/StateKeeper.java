package io.weir.buffer;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Writes down where all cursors are and what has become of the log. Its monitor makes saves one at a time. */
final class StateKeeper {
    /** Snapshots go into one file up to this size. */
    static final long ROLL_BYTES = 1 << 18;

    private final Snapshots snapshots;
    private final Chronicle chronicle;
    private final CursorBook cursors;
    private final Spare spare;
    private final Tail tail;
    private final RunTime runTime;
    private long savedNanos = System.nanoTime();

    StateKeeper(Snapshots snapshots, Chronicle chronicle, CursorBook cursors, Spare spare, Tail tail, RunTime runTime) {
        this.snapshots = snapshots;
        this.chronicle = chronicle;
        this.cursors = cursors;
        this.spare = spare;
        this.tail = tail;
        this.runTime = runTime;
    }

    static Optional<LogState> newest(Snapshots snapshots) throws IOException {
        Optional<Snapshots.Snapshot> snapshot = snapshots.newest();
        return snapshot.isPresent()
                ? Optional.of(StateCodec.decode(snapshot.get().bytes()))
                : Optional.empty();
    }

    /** Durable when it returns. */
    synchronized void save() throws IOException {
        List<CursorState> positions = cursors.save();
        Tail.End end = tail.end(); // after the cursors: none of them may lie beyond it
        LogState state = chronicle.save(spare.nextGeneration(), end, positions, runTime.millis());
        try {
            snapshots.save(state.end(), StateCodec.encode(state));
            savedNanos = System.nanoTime();
        } catch (IOException e) {
            chronicle.markChanged();
            throw e;
        }
    }

    /** Changes several things that must not be written down one without the other. */
    synchronized void together(Runnable changes) {
        changes.run();
    }

    boolean isChanged() {
        return chronicle.isChanged() || cursors.isChanged();
    }

    synchronized long ageNanos() {
        return System.nanoTime() - savedNanos;
    }

    long lengthBytes() {
        return snapshots.lengthBytes();
    }

    Taken taken() {
        return snapshots.taken();
    }

    void close() throws IOException {
        snapshots.close();
    }
}
