package io.weir.pipeline.window;

/**
 * The settings of windows by count.
 *
 * @param count readings of a window
 * @param every readings from one result to the next
 */
record CountSpec(int count, int every, boolean byDevice, boolean byMetric, int maxKeys, Figures figures) {

    /** Readings of a slice: the greatest number of which windows and steps are whole multiples. */
    int slice() {
        int a = count;
        int b = every;
        while (b != 0) {
            int rest = a % b;
            a = b;
            b = rest;
        }
        return a;
    }

    /** Slices of a window. */
    int slices() {
        return count / slice();
    }
}
