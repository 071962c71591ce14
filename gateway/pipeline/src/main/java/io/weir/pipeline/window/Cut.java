package io.weir.pipeline.window;

/** How event time is cut into windows. */
sealed interface Cut {

    /** The end of the last window that holds a reading of this time and no later one. */
    long lastEndMillis(long timeMillis);

    /** Up to here windows have ended when time has come to the given point. */
    long endedMillis(long timeMillis);

    /** Slices or sessions of a key that are alive at once when readings may come so late. */
    long live(long behindMillis);

    /** What makes the windows of a key. */
    Opener opener(WindowSpec spec);

    /** Makes an empty set of windows; all of one opener may share what they need only for the moment of a result. */
    @FunctionalInterface
    interface Opener {
        OpenWindows open(WindowKey key);
    }

    /**
     * Windows of one length that begin at multiples of a step, which is the length itself for windows that tumble.
     *
     * @param grid how their time is cut into slices
     */
    record Sliding(long sizeMillis, long everyMillis, SliceGrid grid) implements Cut {

        public Sliding {
            if (sizeMillis < 1 || everyMillis < 1 || everyMillis > sizeMillis) {
                throw new IllegalArgumentException("a window of " + sizeMillis + " ms every " + everyMillis + " ms");
            }
        }

        Sliding(long sizeMillis, long everyMillis) {
            this(sizeMillis, everyMillis, SliceGrid.of(sizeMillis, everyMillis));
        }

        /** Whether so many windows overlap that merged slices are worth keeping. */
        boolean overlapsMuch() {
            return sizeMillis / everyMillis > 16;
        }

        @Override
        public long lastEndMillis(long timeMillis) {
            return grid.millis(grid.lastEnd(grid.slice(timeMillis)));
        }

        @Override
        public long endedMillis(long timeMillis) {
            return grid.millis(grid.slice(timeMillis));
        }

        @Override
        public long live(long behindMillis) {
            return grid.slices() + behindMillis / grid.sliceMillis() + 3;
        }

        @Override
        public Opener opener(WindowSpec spec) {
            SliceFold fold = new SliceFold(grid, spec.figures());
            return key -> new SlidingWindows(key, this, spec, fold);
        }

        @Override
        public String toString() {
            return "size=" + sizeMillis + " every=" + everyMillis;
        }
    }

    /**
     * Sessions: windows that end when nothing was measured for a while.
     *
     * @param maxMillis no session spans more; what comes then begins another. {@link Long#MAX_VALUE} for no bound
     */
    record Session(long gapMillis, long maxMillis) implements Cut {

        @Override
        public long lastEndMillis(long timeMillis) {
            return timeMillis + gapMillis;
        }

        @Override
        public long endedMillis(long timeMillis) {
            return timeMillis;
        }

        @Override
        public long live(long behindMillis) {
            return behindMillis / gapMillis + 3;
        }

        @Override
        public Opener opener(WindowSpec spec) {
            return key -> new SessionWindows(key, this, spec);
        }

        @Override
        public String toString() {
            return "gap=" + gapMillis + (maxMillis == Long.MAX_VALUE ? "" : " max=" + maxMillis);
        }
    }
}
