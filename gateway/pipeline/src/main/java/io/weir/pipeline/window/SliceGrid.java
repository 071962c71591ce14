package io.weir.pipeline.window;

/**
 * Event time cut into slices as wide as the greatest common divisor of a window's size and step, numbered from the epoch,
 * so that every window is a whole number of slices: the one that ends at slice {@code e} holds the slices from
 * {@code e - slices} to {@code e - 1}, and windows end {@code slices} beyond every multiple of {@code step}. Division is
 * towards negative infinity, so that time before 1970 is cut alike.
 *
 * @param slices slices of a window
 * @param step slices from one window to the next
 */
record SliceGrid(long sliceMillis, long slices, long step) {

    static SliceGrid of(long sizeMillis, long everyMillis) {
        long a = sizeMillis;
        long b = everyMillis;
        while (b != 0) {
            long rest = a % b;
            a = b;
            b = rest;
        }
        return new SliceGrid(a, sizeMillis / a, everyMillis / a);
    }

    /** The slice that holds this time; as an end, the last one that lies wholly before it. */
    long slice(long timeMillis) {
        return Math.floorDiv(timeMillis, sliceMillis);
    }

    long millis(long slice) {
        return slice * sliceMillis;
    }

    /** The end of the first window that ends after this slice begins: the first that holds it. */
    long firstEnd(long slice) {
        return (Math.floorDiv(slice - slices, step) + 1) * step + slices;
    }

    /** The end of the last window that holds this slice. */
    long lastEnd(long slice) {
        return Math.floorDiv(slice, step) * step + slices;
    }

    /** The first slice that some window ending after this end holds. */
    long firstNeeded(long end) {
        return firstEnd(end) - slices;
    }
}
