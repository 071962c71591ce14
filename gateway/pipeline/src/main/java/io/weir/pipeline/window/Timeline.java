package io.weir.pipeline.window;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.Reading;
import io.weir.pipeline.step.Emitter;
import java.util.ArrayList;
import java.util.List;

/**
 * Keys that share a watermark: those of one device, or all keys of a window that does not group by device. The watermark
 * is kept as the time before which everything is held to have come; a window fires when its end is not after it, which is
 * Flink's rule, whose watermark is a millisecond less.
 */
final class Timeline extends Silence.Sleeper {

    private final String device;
    private final WindowSpec spec;
    private final SliceGrid grid;
    /** In the order in which they came. */
    private final List<WindowKey> keys = new ArrayList<>(2);

    /** The newest event time that counts for the watermark. */
    private long newestMillis = WindowSpec.BEFORE_ALL;
    /** The watermark: before it everything has come. */
    private long completeMillis = WindowSpec.BEFORE_ALL;
    /** Windows up to here take nothing any more, whatever the watermark says. */
    private long closedMillis = WindowSpec.BEFORE_ALL;

    /** The end of the next window of any key. */
    private long dueMillis = WindowSpec.AFTER_ALL;

    Timeline(String device, WindowSpec spec) {
        this.device = device;
        this.spec = spec;
        this.grid = spec.grid();
    }

    String device() {
        return device;
    }

    /** Whether no slice is held. */
    boolean isEmpty() {
        return keys.stream().allMatch(WindowKey::isEmpty);
    }

    boolean hasKeys() {
        return !keys.isEmpty();
    }

    void add(WindowKey key) {
        keys.add(key);
        noteDue(key);
    }

    /** After the keys were restored: they came in the order of their use, and without what they hold. */
    void settle() {
        keys.sort((a, b) -> Long.compare(a.turn(), b.turn()));
        findDue();
    }

    void remove(WindowKey key) {
        keys.remove(key);
    }

    /** A reading of this time counts for the watermark. */
    void noteNewest(long timeMillis) {
        newestMillis = Math.max(newestMillis, timeMillis);
    }

    long newestMillis() {
        return newestMillis;
    }

    /** The end up to which windows have fired. */
    long fired() {
        return grid.slice(completeMillis);
    }

    /** Up to here windows are gone. */
    private long droppedMillis() {
        return Math.max(completeMillis - spec.allowedMillis(), closedMillis);
    }

    /** Takes a reading into the windows that still accept it; late when there is none. */
    void take(WindowKey key, Reading reading, double value, Emitter out) {
        long slice = grid.slice(reading.timeMillis());
        if (!isLate(reading.timeMillis(), slice) && key.isFullFor(slice)) {
            makeRoom(key, slice, out);
        }
        if (isLate(reading.timeMillis(), slice)) {
            out.late(reading, spec.late());
            return;
        }
        key.add(slice, value, fired());
        out.aggregated();
        if (reading.timeMillis() < completeMillis) {
            fireAgain(key, slice, grid.slice(droppedMillis()), out);
        }
        noteDue(key);
    }

    private boolean isLate(long timeMillis, long slice) {
        long dropped = droppedMillis();
        return timeMillis < dropped && grid.millis(grid.lastEnd(slice)) <= dropped;
    }

    private void fireAgain(WindowKey key, long slice, long dropped, Emitter out) {
        long last = Math.min(fired(), grid.lastEnd(slice));
        for (long end = Math.max(grid.firstEnd(slice), grid.firstEnd(dropped)); end <= last; end += grid.step()) {
            key.fireLate(end, out);
        }
    }

    /**
     * A key that has as many slices as it may gives some up. First those ahead of the newest time that counts: their
     * windows fire, marked partial. Without such a slow device holds windows open that others have long filled; then the
     * watermark moves on without it.
     */
    private void makeRoom(WindowKey key, long slice, Emitter out) {
        key.forgetThrough(grid.slice(droppedMillis()));
        if (key.isFullFor(slice) && key.lastSlice() > grid.slice(newestMillis)) {
            key.closeFrom(grid.slice(newestMillis) + 1, fired(), out);
        }
        while (key.isFullFor(slice)) {
            advance(grid.millis(grid.lastEnd(key.firstSlice())) + spec.allowedMillis(), out);
            key.forgetThrough(grid.slice(droppedMillis()));
        }
    }

    /** Moves the watermark on; never back. Fires by end of window, then in the order in which keys came. */
    void advance(long toMillis, Emitter out) {
        if (toMillis <= completeMillis) {
            return;
        }
        completeMillis = toMillis;
        while (dueMillis <= completeMillis) {
            long due = grid.slice(dueMillis);
            for (int i = 0; i < keys.size(); i++) {
                WindowKey key = keys.get(i);
                if (key.nextEnd() == due) {
                    key.fireNext(out);
                    key.forgetThrough(Math.min(due, grid.slice(droppedMillis())));
                }
            }
            findDue();
        }
    }

    private void noteDue(WindowKey key) {
        if (key.nextEnd() != WindowSpec.AFTER_ALL) {
            dueMillis = Math.min(dueMillis, grid.millis(key.nextEnd()));
        }
    }

    private void findDue() {
        dueMillis = WindowSpec.AFTER_ALL;
        for (int i = 0; i < keys.size(); i++) {
            noteDue(keys.get(i));
        }
    }

    /**
     * Nothing was heard for {@code idle}: the open windows fire and the watermark moves past them. Windows further ahead
     * fire too, but marked partial, and move nothing: their time may still come.
     */
    @Override
    void fallSilent(Emitter out) {
        if (newestMillis != WindowSpec.BEFORE_ALL) {
            advance(grid.millis(grid.lastEnd(grid.slice(newestMillis))), out);
        }
        long ahead = grid.slice(newestMillis) + 1;
        for (WindowKey key : keys) {
            if (!key.isEmpty() && key.lastSlice() >= ahead) {
                key.closeFrom(ahead, fired(), out);
            }
        }
        trim();
    }

    /** Fired windows accept nothing any more. */
    @Override
    void forgetFired() {
        closedMillis = Math.max(closedMillis, grid.millis(fired()));
        trim();
    }

    private void trim() {
        for (WindowKey key : keys) {
            key.forgetThrough(grid.slice(droppedMillis()));
            key.trim();
        }
        findDue();
    }

    /** Fires what is open, marked partial. */
    void close(Emitter out) {
        for (WindowKey key : keys) {
            close(key, out);
        }
    }

    void close(WindowKey key, Emitter out) {
        key.closeFrom(Long.MIN_VALUE, fired(), out);
    }

    void snapshot(BinaryWriter out) {
        out.i64(newestMillis).i64(completeMillis).i64(closedMillis);
    }

    void restore(BinaryReader in) {
        newestMillis = in.i64();
        completeMillis = in.i64();
        closedMillis = in.i64();
    }
}
