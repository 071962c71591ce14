package io.weir.pipeline.window;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;

/**
 * What is known of some readings without keeping them: count, total, smallest, largest. Adding floating-point numbers is
 * not associative, so the order in which sums are merged is part of the result; see {@link SliceFold}.
 */
final class Sum {

    private long count;
    private double total;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;

    void clear() {
        count = 0;
        total = 0;
        min = Double.POSITIVE_INFINITY;
        max = Double.NEGATIVE_INFINITY;
    }

    void add(double value) {
        count++;
        total += value;
        min = Math.min(min, value);
        max = Math.max(max, value);
    }

    /** Takes in another; merging an empty one changes no bit. */
    void merge(Sum other) {
        count += other.count;
        total += other.total;
        min = Math.min(min, other.min);
        max = Math.max(max, other.max);
    }

    void copy(Sum other) {
        count = other.count;
        total = other.total;
        min = other.min;
        max = other.max;
    }

    boolean isEmpty() {
        return count == 0;
    }

    long count() {
        return count;
    }

    double total() {
        return total;
    }

    double min() {
        return min;
    }

    double max() {
        return max;
    }

    void snapshot(BinaryWriter out) {
        out.varint(count).f64(total).f64(min).f64(max);
    }

    void restore(BinaryReader in) {
        count = in.varint();
        total = in.f64();
        min = in.f64();
        max = in.f64();
    }
}
