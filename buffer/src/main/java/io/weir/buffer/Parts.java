package io.weir.buffer;

import java.io.IOException;
import java.util.Optional;

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
        Spare spare,
        Ballast ballast,
        Unreadable unreadable) {
    /** Recovers what is in the directory. */
    static Parts open(LogConfig config, MeteredDisk disk, Layout layout) throws IOException {
        Snapshots states = Snapshots.open(disk, layout.state(), layout.epoch(), StateKeeper.ROLL_BYTES, config.clock());
        Snapshots checkpoints = Snapshots.open(disk, layout.checkpoints(), layout.epoch(), 0, config.clock());
        Optional<LogState> saved = StateKeeper.newest(states);
        LogState state = saved.orElseGet(() -> LogState.fresh(layout.epoch()));
        Chronicle chronicle = new Chronicle(state);
        Recovery.Found found =
                new Recovery(disk, layout, saved, chronicle, true).run(SavedCheckpoints.newestPlace(checkpoints));
        Store store = new Store(disk, new Catalog(found.segments()), new Tail(config.tailBytes(), found.end()));
        Spare spare = new Spare(disk, layout, found.nextGeneration());
        CursorBook cursors = new CursorBook(state.cursors());
        return new Parts(
                config,
                disk,
                layout,
                store,
                chronicle,
                cursors,
                new StateKeeper(states, chronicle, cursors, spare, store.tail()),
                checkpoints,
                spare,
                new Ballast(disk, layout, config.ballastBytes()),
                new Unreadable(disk, found.unreadable()));
    }

    /** Everything in the directory. */
    long bytesOnDisk() {
        return store.catalog().lengthBytes()
                + store.growthBytes()
                + spare.lengthBytes()
                + state.lengthBytes()
                + checkpoints.lengthBytes()
                + ballast.heldBytes()
                + unreadable.lengthBytes();
    }

    /** As {@link #bytesOnDisk}, with what the log's own files may grow to before they are replaced. */
    long claimedBytes() {
        long own = Math.max(0, Quota.STATE_BYTES - state.lengthBytes());
        return bytesOnDisk() + own + (spare.isReady() ? 0 : Quota.PAGE_BYTES);
    }
}
