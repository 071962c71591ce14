package io.weir.pipeline.window;

/**
 * Merged slices of one key, kept from one window to the next, so that a result costs O(1) amortised however many windows
 * overlap: for the block in which a window starts the sums from each slice to the block's end, for the block behind it the
 * sum from its start so far. The two stacks of the classic algorithm, but turned over at fixed places, which makes results
 * equal to those of {@link SliceFold} bit for bit. Only a cache: it is not saved, and a change of what it has merged makes
 * it start over.
 */
final class TwoStacks {

    private static final long NO_BLOCK = Long.MIN_VALUE;

    private final int length;
    private final Accumulator[] tails;
    private long tailsBlock = NO_BLOCK;
    private final Accumulator front;
    private long frontBlock = NO_BLOCK;
    /** The front holds its block's slices below this number. */
    private long frontEnd;

    private final Accumulator result;

    TwoStacks(SliceGrid grid, Figures figures) {
        front = figures.accumulator();
        result = figures.accumulator();
        length = Math.toIntExact(grid.slices());
        tails = new Accumulator[length];
        for (int i = 0; i < length; i++) {
            tails[i] = figures.accumulator();
        }
    }

    /** Starts over. */
    void reset() {
        tailsBlock = NO_BLOCK;
        frontBlock = NO_BLOCK;
    }

    /** A slice took in a reading. */
    void changed(long number) {
        long block = Math.floorDiv(number, (long) length);
        if (block == tailsBlock) {
            tailsBlock = NO_BLOCK;
        }
        if (block == frontBlock && number < frontEnd) {
            frontBlock = NO_BLOCK;
        }
    }

    /** The window that ends at this slice; the answer is valid until the next call. */
    Accumulator of(Slices slices, long end) {
        long start = end - length;
        long block = Math.floorDiv(start, (long) length);
        if (block != tailsBlock) {
            fillTails(slices, block);
        }
        if (block + 1 != frontBlock || frontEnd > end) {
            front.clear();
            frontBlock = block + 1;
            frontEnd = frontBlock * length;
        }
        for (int i = slices.indexFrom(frontEnd);
                i < slices.size() && slices.at(i).number() < end;
                i++) {
            front.merge(slices.at(i).readings());
        }
        frontEnd = end;
        result.copy(tails[(int) (start - block * length)]);
        result.merge(front);
        return result;
    }

    private void fillTails(Slices slices, long block) {
        long first = block * length;
        int i = slices.indexFrom(first + length) - 1;
        for (int place = length - 1; place >= 0; place--) {
            if (place == length - 1) {
                tails[place].clear();
            } else {
                tails[place].copy(tails[place + 1]);
            }
            if (i >= 0 && slices.at(i).number() == first + place) {
                tails[place].merge(slices.at(i).readings());
                i--;
            }
        }
        tailsBlock = block;
    }
}
