package io.weir.pipeline.alarm;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.MalformedBytesException;
import io.weir.pipeline.step.Distance;
import java.util.Arrays;
import java.util.Optional;

/** The last points of a key in the order of their times, at most so many; grows only as far as it is filled. */
final class Points {

    private static final int FIRST_ROOM = 8;

    private final int most;
    private long[] times;
    private double[] values;
    private int start;
    private int size;

    Points(int most) {
        this.most = most;
        this.times = new long[Math.min(most, FIRST_ROOM)];
        this.values = new double[times.length];
    }

    /** Adds one behind those of the same time or earlier. When there are enough the earliest goes, which may be this one. */
    void add(long timeMillis, double value) {
        if (size == most) {
            if (timeMillis < timeAt(0)) {
                return;
            }
            removeFirst();
        } else if (size == times.length) {
            grow();
        }
        int i = size++;
        for (; i > 0 && timeAt(i - 1) > timeMillis; i--) {
            put(i, timeAt(i - 1), values[place(i - 1)]);
        }
        put(i, timeMillis, value);
    }

    /** Forgets those up to this time. */
    void removeUpTo(long timeMillis) {
        while (size > 0 && timeAt(0) <= timeMillis) {
            removeFirst();
        }
    }

    void clear() {
        start = 0;
        size = 0;
    }

    /**
     * The straight line of least squares, or nothing while all points are of one time. Sums are over distances from the
     * mean time and mean value: epoch milliseconds squared would leave no digits for the rest.
     */
    Optional<Line> line() {
        if (size < 2) {
            return Optional.empty();
        }
        long first = timeAt(0);
        double meanMillis = 0;
        double meanValue = 0;
        for (int i = 0; i < size; i++) {
            meanMillis += (Distance.between(first, timeAt(i)) - meanMillis) / (i + 1);
            meanValue += (values[place(i)] - meanValue) / (i + 1);
        }
        double squares = 0;
        double products = 0;
        for (int i = 0; i < size; i++) {
            double millis = Distance.between(first, timeAt(i)) - meanMillis;
            squares += millis * millis;
            products += millis * (values[place(i)] - meanValue);
        }
        return squares > 0 ? Optional.of(new Line(first, meanMillis, meanValue, products / squares)) : Optional.empty();
    }

    /**
     * A straight line.
     *
     * @param meanMillis behind {@code firstMillis}
     */
    record Line(long firstMillis, double meanMillis, double meanValue, double slopePerMilli) {

        double at(long timeMillis) {
            return meanValue + slopePerMilli * (Distance.between(firstMillis, timeMillis) - meanMillis);
        }
    }

    private void removeFirst() {
        start = place(1);
        size--;
    }

    private void grow() {
        int before = times.length;
        times = Arrays.copyOf(times, Math.min(most, before * 2));
        values = Arrays.copyOf(values, times.length);
        // What had wrapped around now goes on behind the old end.
        for (int i = 0; i < start; i++) {
            int to = place(before - start + i);
            times[to] = times[i];
            values[to] = values[i];
        }
    }

    private void put(int i, long timeMillis, double value) {
        times[place(i)] = timeMillis;
        values[place(i)] = value;
    }

    private int place(int i) {
        int place = start + i;
        return place < times.length ? place : place - times.length;
    }

    private long timeAt(int i) {
        return times[place(i)];
    }

    void save(BinaryWriter out) {
        out.varint(size);
        for (int i = 0; i < size; i++) {
            out.i64(timeAt(i)).f64(values[place(i)]);
        }
    }

    void load(BinaryReader in) {
        int count = in.count();
        if (count > most) {
            throw new MalformedBytesException(count + " points are remembered, allowed are " + most);
        }
        for (int i = 0; i < count; i++) {
            add(in.i64(), in.f64());
        }
    }
}
