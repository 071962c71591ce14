package io.weir.pipeline.window;

import java.util.List;

/**
 * The settings of a window step.
 *
 * @param latenessMillis how far the watermark trails the newest event time
 * @param allowedMillis how long a fired window still accepts readings
 * @param late whether late readings go to the late stream
 */
record WindowSpec(
        long sizeMillis,
        long everyMillis,
        long latenessMillis,
        long allowedMillis,
        long idleMillis,
        long maxAheadMillis,
        boolean byDevice,
        boolean byMetric,
        boolean late,
        int maxKeys,
        List<Figure> emit) {

    /** Beyond a million years from the epoch arithmetic might overflow. */
    static final long FARTHEST_MILLIS = 1L << 55;

    /** A point in time before all others that leaves room for subtracting. */
    static final long BEFORE_ALL = Long.MIN_VALUE / 4;

    /** After all others. */
    static final long AFTER_ALL = Long.MAX_VALUE;

    /** Slices that a key may hold beyond what its windows need, for readings ahead of their time. */
    private static final int SPARE_SLICES = 64;

    WindowSpec {
        emit = List.copyOf(emit);
        if (sizeMillis < 1 || everyMillis < 1 || everyMillis > sizeMillis) {
            throw new IllegalArgumentException("a window of " + sizeMillis + " ms every " + everyMillis + " ms");
        }
    }

    /** The cut into slices. */
    SliceGrid grid() {
        return SliceGrid.of(sizeMillis, everyMillis);
    }

    /** Whether so many windows overlap that merged slices are worth keeping. */
    boolean overlapsMuch() {
        return sizeMillis / everyMillis > 16;
    }

    /** Slices of a key that are alive at once when no reading is ahead of its time. */
    long liveSlices() {
        return grid().slices() + (latenessMillis + allowedMillis) / grid().sliceMillis() + 3;
    }

    /** The most slices a key may hold. */
    int maxSlices() {
        return Math.toIntExact(liveSlices() + 2 * grid().slices() + SPARE_SLICES);
    }
}
