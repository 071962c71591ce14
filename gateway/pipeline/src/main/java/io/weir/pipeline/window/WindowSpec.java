package io.weir.pipeline.window;

/**
 * The settings of windows by event time.
 *
 * @param latenessMillis how far the watermark trails the newest event time
 * @param allowedMillis how long a fired window still accepts readings
 * @param late whether late readings go to the late stream
 */
record WindowSpec(
        Cut cut,
        long latenessMillis,
        long allowedMillis,
        long idleMillis,
        long maxAheadMillis,
        boolean byDevice,
        boolean byMetric,
        boolean late,
        int maxKeys,
        Figures figures) {

    /** Beyond a million years from the epoch arithmetic might overflow. */
    static final long FARTHEST_MILLIS = 1L << 55;

    /** A point in time before all others that leaves room for subtracting. */
    static final long BEFORE_ALL = Long.MIN_VALUE / 4;

    /** After all others. */
    static final long AFTER_ALL = Long.MAX_VALUE;

    /** Windows or slices that a key may hold beyond what it needs, for readings ahead of their time. */
    private static final int SPARE = 64;

    /** Slices or sessions of a key that are alive at once when no reading is ahead of its time. */
    long live() {
        return cut.live(latenessMillis + allowedMillis);
    }

    /** The most slices or sessions a key may hold. */
    int most() {
        return Math.toIntExact(live() + 2 * cut.live(0) + SPARE);
    }
}
