package io.weir.buffer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Finds out what a file is by the blocks that are left in it. */
final class SalvageCensus {
    private long blocks;
    private boolean onlySnapshots = true;
    private boolean holdsState;

    enum Kind {
        LOG,
        STATE,
        CHECKPOINT
    }

    /** A file, and the segment that it is: that of its first block, should it have been used twice. */
    record Counted(Path file, Block.Home home, Kind kind, long blocks) {}

    /** Empty if there is no block in the file. */
    static Optional<Counted> of(Disk disk, Path file, Keys keys) throws IOException {
        Optional<Block.Home> home = RawScan.homeIn(disk, file, keys);
        if (home.isEmpty()) {
            return Optional.empty();
        }
        SalvageCensus census = new SalvageCensus();
        try (RawFile raw = disk.open(file, false)) {
            new RawScan(raw, home.get()).visit((position, block) -> census.note(block));
        }
        return Optional.of(new Counted(file, home.get(), census.kind(file), census.blocks));
    }

    private void note(Block block) {
        blocks++;
        if (block.holdsEntries()) {
            onlySnapshots &= couldBeSnapshot(block);
            holdsState |= block.kind() == Block.Kind.ENTRIES && block.first() == 0 && holdsState(block);
        }
    }

    /** The entries of snapshots have stream 0 and time 0; those of the log have the time of a clock. */
    private static boolean couldBeSnapshot(Block block) {
        return block.baseMillis() == 0 && block.streams().size() == 1 && block.streams().stream(0) == 0;
    }

    private static boolean holdsState(Block block) {
        EntryReader entries = new EntryReader(block);
        boolean hasPlace = entries.next();
        if (!hasPlace || !entries.next()) {
            return false;
        }
        try {
            StateCodec.decode(entries.entry().bytes());
            return true;
        } catch (IOException | RuntimeException e) {
            return false; // bytes that were never a state fail in any way
        }
    }

    /** The folder says it, unless the file lies elsewhere. */
    private Kind kind(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        String name = folder == null || folder.getFileName() == null
                ? ""
                : folder.getFileName().toString();
        return switch (name) {
            case "state" -> Kind.STATE;
            case "checkpoints" -> Kind.CHECKPOINT;
            default -> !onlySnapshots ? Kind.LOG : holdsState ? Kind.STATE : Kind.CHECKPOINT;
        };
    }
}
