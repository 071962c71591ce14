package io.weir.pipeline.window;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import java.util.List;

/**
 * What is known of some readings without keeping them: count, total, smallest, largest, and the parts that further figures
 * need. Adding floating-point numbers is not associative, so the order in which accumulators are merged is part of the
 * result; see {@link SliceFold}. All accumulators of one step have the same parts.
 */
final class Accumulator {

    private static final Part[] NO_PARTS = {};

    private long count;
    private double total;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;
    private final Part[] parts;

    Accumulator(List<Part.Kind> kinds) {
        parts = kinds.isEmpty()
                ? NO_PARTS
                : kinds.stream().map(Part.Kind::create).toArray(Part[]::new);
    }

    void clear() {
        count = 0;
        total = 0;
        min = Double.POSITIVE_INFINITY;
        max = Double.NEGATIVE_INFINITY;
        for (Part part : parts) {
            part.clear();
        }
    }

    void add(double value, long timeMillis) {
        count++;
        total += value;
        min = Math.min(min, value);
        max = Math.max(max, value);
        for (Part part : parts) {
            part.add(value, timeMillis);
        }
    }

    /** Takes in another; merging an empty one changes no bit. */
    void merge(Accumulator other) {
        count += other.count;
        total += other.total;
        min = Math.min(min, other.min);
        max = Math.max(max, other.max);
        for (int i = 0; i < parts.length; i++) {
            parts[i].merge(other.parts[i]);
        }
    }

    /** Becomes equal to another. */
    void copy(Accumulator other) {
        count = other.count;
        total = other.total;
        min = other.min;
        max = other.max;
        for (int i = 0; i < parts.length; i++) {
            parts[i].clear();
            parts[i].merge(other.parts[i]);
        }
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

    /** The part of this type, which the step's figures must need. */
    <P extends Part> P part(Class<P> type) {
        for (Part part : parts) {
            if (type.isInstance(part)) {
                return type.cast(part);
            }
        }
        throw new IllegalStateException("no figure of this window needs a " + type.getSimpleName());
    }

    void snapshot(BinaryWriter out) {
        out.varint(count).f64(total).f64(min).f64(max);
        for (Part part : parts) {
            part.snapshot(out);
        }
    }

    void restore(BinaryReader in) {
        count = in.varint();
        total = in.f64();
        min = in.f64();
        max = in.f64();
        for (Part part : parts) {
            part.restore(in);
        }
    }
}
