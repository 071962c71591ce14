package io.weir.buffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** {@link Checkpoints}, each in a file of its own unless they are small. */
final class SavedCheckpoints implements Checkpoints {
    /** Small ones share a file up to this size: MapDB's header and index cost more than they do. */
    static final long ROLL_BYTES = 1 << 16;

    private final Snapshots snapshots;
    private final Room room;
    private final Ballast ballast;

    /** Is asked to make room before so many bytes are written. */
    @FunctionalInterface
    interface Room {
        void make(long bytes) throws IOException;
    }

    SavedCheckpoints(Snapshots snapshots, Room room, Ballast ballast) {
        this.snapshots = snapshots;
        this.room = room;
        this.ballast = ballast;
    }

    @Override
    public void save(Offset at, ByteBuffer state) throws IOException {
        room.make(state.remaining());
        ballast.insist(() -> snapshots.save(at.value(), state));
    }

    @Override
    public Optional<Checkpoint> newest() throws IOException {
        return snapshots.newest().map(s -> new Checkpoint(new Offset(s.at()), s.bytes()));
    }

    @Override
    public Optional<Offset> oldestKept() {
        List<Snapshots.Kept> kept = snapshots.kept();
        return kept.isEmpty()
                ? Optional.empty()
                : Optional.of(new Offset(kept.get(Math.min(1, kept.size() - 1)).at()));
    }

    /** 0 if there is none. */
    static long newestPlace(Snapshots snapshots) {
        return snapshots.kept().stream().mapToLong(Snapshots.Kept::at).max().orElse(0);
    }
}
