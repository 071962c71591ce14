package io.weir.pipeline.transform;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.MalformedBytesException;
import java.util.Arrays;

/**
 * The last n numbers, in the order in which they came and sorted, so that order statistics cost no sorting. Adding one moves up to n
 * numbers; nothing is allocated.
 *
 * <pre>
 * state   varint size | size x f64   oldest first
 * </pre>
 */
final class Recent {

    private final double[] ring;
    private final double[] sorted;
    private int next;
    private int size;

    Recent(int n) {
        ring = new double[n];
        sorted = new double[n];
    }

    int size() {
        return size;
    }

    void add(double number) {
        // Zero with a minus would be sorted before zero.
        double added = number + 0.0;
        if (size == ring.length) {
            int gone = Arrays.binarySearch(sorted, 0, size, ring[next]);
            System.arraycopy(sorted, gone + 1, sorted, gone, size - gone - 1);
            size--;
        }
        int found = Arrays.binarySearch(sorted, 0, size, added);
        int place = found < 0 ? -found - 1 : found;
        System.arraycopy(sorted, place, sorted, place + 1, size - place);
        sorted[place] = added;
        size++;
        ring[next] = added;
        next = next + 1 == ring.length ? 0 : next + 1;
    }

    /** The middle one, or the mean of the two in the middle. Never of none. */
    double median() {
        return middle(sorted[(size - 1) / 2], sorted[size / 2]);
    }

    /** The median of the distances from this centre. Walks outwards from it, since on either side distances only grow. */
    double medianDistance(double centre) {
        int found = Arrays.binarySearch(sorted, 0, size, centre);
        int above = found < 0 ? -found - 1 : found;
        int below = above - 1;
        double before = 0;
        double distance = 0;
        for (int i = 0; i <= size / 2; i++) {
            before = distance;
            boolean takeBelow = above == size || below >= 0 && centre - sorted[below] <= sorted[above] - centre;
            distance = takeBelow ? centre - sorted[below--] : sorted[above++] - centre;
        }
        return size % 2 == 0 ? middle(before, distance) : distance;
    }

    private static double middle(double one, double other) {
        // The sum of both may overflow where half of each does not; half of the smallest numbers is not exact.
        double sum = one + other;
        return Double.isInfinite(sum) ? one / 2 + other / 2 : sum / 2;
    }

    void save(BinaryWriter out) {
        out.varint(size);
        for (int i = 0; i < size; i++) {
            out.f64(ring[Math.floorMod(next - size + i, ring.length)]);
        }
    }

    void load(BinaryReader in) {
        int count = in.count();
        if (count > ring.length) {
            throw new MalformedBytesException(count + " numbers where at most " + ring.length + " are kept");
        }
        for (int i = 0; i < count; i++) {
            double number = in.f64();
            if (!Double.isFinite(number)) {
                throw new MalformedBytesException("a number that is not finite among the last ones");
            }
            add(number);
        }
    }
}
