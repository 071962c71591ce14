package io.weir.pipeline.window;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.MalformedBytesException;
import io.weir.pipeline.step.Emitter;
import java.util.Optional;

/** Tumbling and sliding windows: slices, and which window fires next. Ends of windows are slice numbers here. */
final class SlidingWindows implements OpenWindows {

    private static final long NONE = WindowSpec.AFTER_ALL;

    private final WindowKey key;
    private final Timeline timeline;
    private final SliceGrid grid;
    private final SliceFold fold;
    private final Figures figures;
    private final int maxSlices;
    private final long allowedMillis;
    private final boolean overlapsMuch;

    private final Slices slices;
    private final Firings firings = new Firings();
    private Optional<TwoStacks> stacks = Optional.empty();
    /** The end of the next window that fires, or {@link #NONE}. */
    private long nextEnd = NONE;

    SlidingWindows(WindowKey key, Cut.Sliding cut, WindowSpec spec, SliceFold fold) {
        this.key = key;
        timeline = key.timeline();
        grid = cut.grid();
        figures = spec.figures();
        this.fold = fold;
        slices = new Slices(figures);
        maxSlices = spec.most();
        allowedMillis = spec.allowedMillis();
        overlapsMuch = cut.overlapsMuch();
    }

    @Override
    public boolean take(long timeMillis, double value, Emitter out) {
        long slice = grid.slice(timeMillis);
        if (!isLate(timeMillis, slice) && isFullFor(slice)) {
            makeRoom(slice, out);
        }
        if (isLate(timeMillis, slice)) {
            return false;
        }
        add(slice, timeMillis, value);
        if (timeMillis < timeline.completeMillis()) {
            fireAgain(slice, out);
        }
        return true;
    }

    private boolean isLate(long timeMillis, long slice) {
        long dropped = timeline.droppedMillis();
        return timeMillis < dropped && grid.millis(grid.lastEnd(slice)) <= dropped;
    }

    /** The end up to which windows have fired. */
    private long fired() {
        return grid.slice(timeline.completeMillis());
    }

    private void add(long slice, long timeMillis, double value) {
        int index = slices.indexOf(slice);
        if (index >= 0) {
            slices.at(index).readings().add(value, timeMillis);
        } else {
            slices.insert(slice).readings().add(value, timeMillis);
            long first = Math.max(grid.firstEnd(slice), grid.firstEnd(fired()));
            if (first <= grid.lastEnd(slice)) {
                nextEnd = Math.min(nextEnd, first);
            }
        }
        if (stacks.isPresent()) {
            stacks.get().changed(slice);
        }
    }

    /** Whether this slice could be added only by giving up others. */
    private boolean isFullFor(long slice) {
        return slices.size() >= maxSlices && slices.indexOf(slice) < 0;
    }

    /**
     * A key that has as many slices as it may gives some up. First those ahead of the newest time that counts: their
     * windows fire, marked partial. Without such a slow device holds windows open that others have long filled; then the
     * watermark moves on without it.
     */
    private void makeRoom(long slice, Emitter out) {
        forgetThrough(timeline.droppedMillis());
        long newest = grid.slice(timeline.newestMillis());
        if (isFullFor(slice) && slices.lastNumber() > newest) {
            closeFrom(newest + 1, out);
        }
        while (isFullFor(slice)) {
            timeline.advance(grid.millis(grid.lastEnd(slices.at(0).number())) + allowedMillis, out);
            forgetThrough(timeline.droppedMillis());
        }
    }

    /** A window fires again that took in a reading after it had fired, or for the first time when it had been empty. */
    private void fireAgain(long slice, Emitter out) {
        long last = Math.min(fired(), grid.lastEnd(slice));
        long dropped = grid.slice(timeline.droppedMillis());
        for (long end = Math.max(grid.firstEnd(slice), grid.firstEnd(dropped)); end <= last; end += grid.step()) {
            emit(end, fold.of(slices, end), out);
        }
    }

    @Override
    public long nextEndMillis() {
        return nextEnd == NONE ? WindowSpec.AFTER_ALL : grid.millis(nextEnd);
    }

    @Override
    public void fireNext(Emitter out) {
        long end = nextEnd;
        Accumulator readings = overlapsMuch ? stacks().of(slices, end) : fold.of(slices, end);
        emit(end, readings, out);
        nextEnd = nextAfter(end);
    }

    private void emit(long end, Accumulator readings, Emitter out) {
        int update = allowedMillis > 0 ? firings.note(end) : 0;
        out.result(key.result(grid.millis(end - grid.slices()), grid.millis(end), readings, update, false));
    }

    private TwoStacks stacks() {
        if (stacks.isEmpty()) {
            stacks = Optional.of(new TwoStacks(grid, figures));
        }
        return stacks.get();
    }

    /** The end of the first window with readings that ends after this one. */
    private long nextAfter(long end) {
        int index = slices.indexFrom(grid.firstNeeded(end));
        return index == slices.size()
                ? NONE
                : Math.max(grid.firstEnd(slices.at(index).number()), grid.firstEnd(end));
    }

    @Override
    public boolean isEmpty() {
        return slices.size() == 0;
    }

    @Override
    public void closeBehind(long timeMillis, Emitter out) {
        long ahead = grid.slice(timeMillis) + 1;
        if (!isEmpty() && slices.lastNumber() >= ahead) {
            closeFrom(ahead, out);
        }
    }

    @Override
    public void close(Emitter out) {
        closeFrom(Long.MIN_VALUE, out);
    }

    /** Fires, marked partial, every window that has not fired and holds this slice or later ones; forgets those slices. */
    private void closeFrom(long slice, Emitter out) {
        long end = fired();
        for (int i = slices.indexFrom(slice); i < slices.size(); i++) {
            long number = slices.at(i).number();
            while (end < grid.lastEnd(number)) {
                end = Math.max(grid.firstEnd(number), grid.firstEnd(end));
                long from = grid.millis(end - grid.slices());
                out.result(key.result(from, grid.millis(end), fold.of(slices, end), 0, true));
            }
        }
        slices.dropFrom(slice);
        stacks.ifPresent(TwoStacks::reset);
        nextEnd = nextAfter(fired());
    }

    @Override
    public void forgetThrough(long endMillis) {
        long end = grid.slice(endMillis);
        slices.dropBelow(grid.firstNeeded(end));
        if (allowedMillis > 0) {
            firings.forgetThrough(end);
        }
    }

    @Override
    public void trim() {
        slices.trim();
        if (slices.size() == 0) {
            stacks = Optional.empty();
        }
    }

    @Override
    public void save(BinaryWriter out) {
        out.varint(slices.size());
        for (int i = 0; i < slices.size(); i++) {
            out.zigzag(slices.at(i).number());
            slices.at(i).readings().snapshot(out);
        }
        firings.snapshot(out);
    }

    @Override
    public void load(BinaryReader in) {
        long before = Long.MIN_VALUE;
        for (int i = in.count(); i > 0; i--) {
            long number = in.zigzag();
            if (number <= before) {
                throw new MalformedBytesException("slice " + number + " stands behind " + before);
            }
            slices.insert(number).readings().restore(in);
            before = number;
        }
        firings.restore(in);
        nextEnd = nextAfter(fired());
    }
}
