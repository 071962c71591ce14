package io.weir.buffer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongSupplier;

/** What an open log is made of, put together in the order in which one needs the other. */
record Parts(
        LogConfig config,
        MeteredDisk disk,
        Layout layout,
        Store store,
        Chronicle chronicle,
        CursorBook cursors,
        StateKeeper state,
        Snapshots checkpoints,
        Recycled recycled,
        Spare spare,
        Ballast ballast,
        Unreadable unreadable,
        Beside beside,
        RunTime runTime,
        Optional<Adoption.Live> live) {
    /** Recovers what is in the directory. */
    static Parts open(LogConfig config, MeteredDisk disk, Layout layout, LongSupplier nanos) throws IOException {
        deleteUnfinished(disk, layout.state());
        deleteUnfinished(disk, layout.checkpoints());
        Snapshots states = Snapshots.open(disk, layout.state(), layout, StateKeeper.ROLL_BYTES, config.clock());
        Snapshots checkpoints =
                Snapshots.open(disk, layout.checkpoints(), layout, SavedCheckpoints.ROLL_BYTES, config.clock());
        Optional<LogState> saved = StateKeeper.newest(states);
        LogState state = saved.orElseGet(() -> LogState.fresh(layout.epoch()));
        Chronicle chronicle = new Chronicle(state);
        if (saved.isPresent()) {
            chronicle
                    .markChanged(); // its sync may have failed: it may be in the page cache only until we have saved it
        }
        Recovery.Found found =
                new Recovery(disk, layout, saved, chronicle, true).run(SavedCheckpoints.newestPlace(checkpoints));
        Catalog catalog = new Catalog(found.segments());
        Store store = new Store(disk, catalog, new Tail(config.tailBytes(), found.end()));
        Recycled recycled = new Recycled(disk, layout.log(), config.segmentSizeBytes());
        Spare spare = new Spare(disk, layout, recycled, found.nextGeneration());
        RunTime runTime = new RunTime(found.runMillis(), nanos);
        Ballast ballast = new Ballast(disk, layout, config.ballastBytes());
        Optional<Adoption.Live> live = Optional.empty();
        if (found.doubt().isPresent()) {
            Adoption adoption = new Adoption(disk, found.doubt().get(), config.clock(), runTime);
            live = adoption.from(spare, ballast);
            live.ifPresent(adopted -> settle(found.doubt().get(), adopted.segment(), catalog, chronicle));
        }
        CursorBook cursors = new CursorBook(state.cursors());
        return new Parts(
                config,
                disk,
                layout,
                store,
                chronicle,
                cursors,
                new StateKeeper(states, chronicle, cursors, spare, store.tail(), runTime),
                checkpoints,
                recycled,
                spare,
                ballast,
                new Unreadable(disk, found.unreadable()),
                Beside.of(chronicle.removing(), disk, layout),
                runTime,
                live);
    }

    /** Snapshots that were being made when a process ended. */
    private static void deleteUnfinished(Disk disk, Path folder) throws IOException {
        for (Path file : disk.list(folder)) {
            if (SegmentFile.isUnfinished(file)) {
                disk.delete(file);
            }
        }
    }

    /** What was in doubt is from now on in the adopted segment. */
    private static void settle(Recovery.Doubt doubt, Segment adopted, Catalog catalog, Chronicle chronicle) {
        catalog.remove(doubt.whole());
        catalog.add(adopted);
        if (doubt.certain().isPresent()) {
            catalog.add(doubt.certain().get());
            chronicle.know(doubt.certain().get());
        } else {
            chronicle.discard(doubt.whole().generation());
        }
    }

    /** Everything in the directory. */
    long bytesOnDisk() {
        return store.catalog().lengthBytes()
                + store.growthBytes()
                + store.rewritingBytes()
                + recycled.lengthBytes()
                + spare.lengthBytes()
                + state.lengthBytes()
                + checkpoints.lengthBytes()
                + ballast.heldBytes()
                + unreadable.lengthBytes()
                + beside.lengthBytes();
    }

    /** As {@link #bytesOnDisk}, with what the log's own files may grow to before they are replaced, and recovery may copy. */
    long claimedBytes() {
        long own = Math.max(0, Quota.STATE_BYTES - state.lengthBytes());
        long nextCheckpoint = checkpoints.largestBytes() + Quota.PAGE_BYTES;
        long copied = store.unsureBytes();
        return bytesOnDisk() + own + nextCheckpoint + copied + (spare.isReady() ? 0 : Quota.PAGE_BYTES);
    }
}
