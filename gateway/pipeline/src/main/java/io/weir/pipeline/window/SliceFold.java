package io.weir.pipeline.window;

/**
 * Merges the slices of a window. Floating-point addition is not associative, so a result would depend on how it came
 * about, were the order not fixed: time is cut into blocks as long as a window; the slices of a window up to the end of
 * the block it starts in are merged from the last to the first, those behind it from the first to the last, then both.
 * That depends on the numbers of the slices alone, and it is the order in which {@link TwoStacks} merges them.
 */
final class SliceFold {

    private final long length;
    private final Accumulator result;
    private final Accumulator front;

    SliceFold(SliceGrid grid, Figures figures) {
        this.length = grid.slices();
        this.result = figures.accumulator();
        this.front = figures.accumulator();
    }

    /** The window that ends at this slice; the answer is valid until the next call. */
    Accumulator of(Slices slices, long end) {
        long border = (Math.floorDiv(end - length, length) + 1) * length;
        int middle = slices.indexFrom(border);
        result.clear();
        for (int i = middle - 1; i >= 0 && slices.at(i).number() >= end - length; i--) {
            result.merge(slices.at(i).readings());
        }
        front.clear();
        for (int i = middle; i < slices.size() && slices.at(i).number() < end; i++) {
            front.merge(slices.at(i).readings());
        }
        result.merge(front);
        return result;
    }
}
