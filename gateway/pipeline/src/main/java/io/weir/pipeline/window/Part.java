package io.weir.pipeline.window;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;

/** What an {@link Accumulator} knows beside the plain sums, kept only where a figure needs it. */
sealed interface Part permits Ends, Spread, Sketch, Distinct, TimeWeight {

    /** The kinds, in the order in which a state holds them. */
    enum Kind {
        ENDS(60),
        SPREAD(50),
        SKETCH(1_000),
        DISTINCT(8_500),
        TIME_WEIGHT(9_000);

        private final int busyBytes;

        Kind(int busyBytes) {
            this.busyBytes = busyBytes;
        }

        Part create() {
            return switch (this) {
                case ENDS -> new Ends();
                case SPREAD -> new Spread();
                case SKETCH -> new Sketch();
                case DISTINCT -> new Distinct();
                case TIME_WEIGHT -> new TimeWeight();
            };
        }

        /** A fair estimate of its memory when busy. */
        int busyBytes() {
            return busyBytes;
        }
    }

    void clear();

    void add(double value, long timeMillis);

    /** Takes in another of the same type, whose readings lie before all of this one, or behind. */
    void merge(Part other);

    void snapshot(BinaryWriter out);

    void restore(BinaryReader in);
}
