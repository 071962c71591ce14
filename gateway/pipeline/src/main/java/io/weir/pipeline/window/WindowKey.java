package io.weir.pipeline.window;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.MalformedBytesException;
import io.weir.pipeline.step.Emitter;
import io.weir.pipeline.step.KeyTable;
import java.util.Optional;

/** The windows of one key: its slices, and which window fires next. Ends of windows are slice numbers here. */
final class WindowKey extends KeyTable.State<WindowKey> {

    /** What all keys of one operator share. */
    static final class Shared {
        private final SliceGrid grid;
        private final WindowResults results;
        private final SliceFold fold;
        private final int maxSlices;
        private final boolean fireAgain;
        private final boolean overlapsMuch;

        Shared(WindowSpec spec) {
            grid = spec.grid();
            results = new WindowResults(spec);
            fold = new SliceFold(grid);
            maxSlices = spec.maxSlices();
            fireAgain = spec.allowedMillis() > 0;
            overlapsMuch = spec.overlapsMuch();
        }
    }

    private final Shared shared;
    private final Timeline timeline;
    /** Its place in the order in which keys came, which is the order of results that are due at the same time. */
    private long turn;

    private final Slices slices = new Slices();
    private final Firings firings = new Firings();
    private Optional<TwoStacks> stacks = Optional.empty();
    /** The end of the next window that fires, or {@link WindowSpec#AFTER_ALL}. */
    private long nextEnd = WindowSpec.AFTER_ALL;

    WindowKey(String device, String metric, Timeline timeline, long turn, Shared shared) {
        super(device, metric);
        this.timeline = timeline;
        this.turn = turn;
        this.shared = shared;
    }

    Timeline timeline() {
        return timeline;
    }

    long turn() {
        return turn;
    }

    long nextEnd() {
        return nextEnd;
    }

    boolean isEmpty() {
        return slices.size() == 0;
    }

    /** Whether this slice could be added only by giving up others. */
    boolean isFullFor(long slice) {
        return slices.size() >= shared.maxSlices && slices.indexOf(slice) < 0;
    }

    long firstSlice() {
        return slices.at(0).number();
    }

    long lastSlice() {
        return slices.lastNumber();
    }

    /** Adds a value. {@code fired} is the end up to which windows have fired. */
    void add(long slice, double value, long fired) {
        int index = slices.indexOf(slice);
        if (index >= 0) {
            slices.at(index).sum().add(value);
        } else {
            slices.insert(slice).sum().add(value);
            long first = Math.max(shared.grid.firstEnd(slice), shared.grid.firstEnd(fired));
            if (first <= shared.grid.lastEnd(slice)) {
                nextEnd = Math.min(nextEnd, first);
            }
        }
        if (stacks.isPresent()) {
            stacks.get().changed(slice);
        }
    }

    /** Fires the window that is next. */
    void fireNext(Emitter out) {
        long end = nextEnd;
        Sum sum = shared.overlapsMuch ? stacks().of(slices, end) : shared.fold.of(slices, end);
        emit(end, sum, out);
        nextEnd = nextAfter(end);
    }

    /** Fires a window again that took in a reading after it had fired, or for the first time when it had been empty. */
    void fireLate(long end, Emitter out) {
        emit(end, shared.fold.of(slices, end), out);
    }

    private void emit(long end, Sum sum, Emitter out) {
        int update = shared.fireAgain ? firings.note(end) : 0;
        out.result(shared.results.of(this, end, sum, update, false));
    }

    private TwoStacks stacks() {
        if (stacks.isEmpty()) {
            stacks = Optional.of(new TwoStacks(shared.grid));
        }
        return stacks.get();
    }

    /** The end of the first window with readings that ends after this one. */
    private long nextAfter(long end) {
        int index = slices.indexFrom(shared.grid.firstNeeded(end));
        return index == slices.size()
                ? WindowSpec.AFTER_ALL
                : Math.max(shared.grid.firstEnd(slices.at(index).number()), shared.grid.firstEnd(end));
    }

    /** Fires, marked partial, every window that has not fired and holds this slice or later ones; forgets those slices. */
    void closeFrom(long slice, long fired, Emitter out) {
        long end = fired;
        for (int i = slices.indexFrom(slice); i < slices.size(); i++) {
            long number = slices.at(i).number();
            while (end < shared.grid.lastEnd(number)) {
                end = Math.max(shared.grid.firstEnd(number), shared.grid.firstEnd(end));
                out.result(shared.results.of(this, end, shared.fold.of(slices, end), 0, true));
            }
        }
        slices.dropFrom(slice);
        stacks.ifPresent(TwoStacks::reset);
        nextEnd = nextAfter(fired);
    }

    /** Forgets what only windows up to this end need. */
    void forgetThrough(long end) {
        slices.dropBelow(shared.grid.firstNeeded(end));
        if (shared.fireAgain) {
            firings.forgetThrough(end);
        }
    }

    /** Gives memory back when nothing is held. */
    void trim() {
        slices.trim();
        if (slices.size() == 0) {
            stacks = Optional.empty();
        }
    }

    @Override
    protected void save(BinaryWriter out) {
        out.varint(turn).varint(slices.size());
        for (int i = 0; i < slices.size(); i++) {
            out.zigzag(slices.at(i).number());
            slices.at(i).sum().snapshot(out);
        }
        firings.snapshot(out);
    }

    @Override
    protected void load(BinaryReader in) {
        turn = in.varint();
        long before = Long.MIN_VALUE;
        for (int i = in.count(); i > 0; i--) {
            long number = in.zigzag();
            if (number <= before) {
                throw new MalformedBytesException("slice " + number + " stands behind " + before);
            }
            slices.insert(number).sum().restore(in);
            before = number;
        }
        firings.restore(in);
        nextEnd = nextAfter(timeline.fired());
    }
}
