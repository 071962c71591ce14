package io.weir.pipeline.window;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import java.util.function.Supplier;

/** What an {@link Accumulator} knows beside the plain sums, kept only where a figure needs it. */
sealed interface Part permits Ends, Spread, Sketch, Distinct, TimeWeight {

    /** The kinds, in the order in which a state holds them. */
    enum Kind {
        ENDS(Ends::new, 60),
        SPREAD(Spread::new, 50),
        SKETCH(Sketch::new, 2_500),
        DISTINCT(Distinct::new, 8_500),
        TIME_WEIGHT(TimeWeight::new, 9_000);

        private final Supplier<Part> maker;
        private final int busyBytes;

        Kind(Supplier<Part> maker, int busyBytes) {
            this.maker = maker;
            this.busyBytes = busyBytes;
        }

        Part create() {
            return maker.get();
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
