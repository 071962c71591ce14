package io.weir.pipeline.window;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.MalformedBytesException;
import java.util.Arrays;

/**
 * The integral of a value over time, where each reading holds until the next one. Readings may come in any order, so those
 * of a slice are kept, up to 512; when there are more the older half is condensed, and what then still comes from before
 * that time is left out of the weights.
 */
final class TimeWeight implements Part {

    static final int KEPT = 512;

    /** Ascending; of several readings at the same time the one that came last. */
    private long[] times = {};

    private double[] values = {};
    private int size;

    /** The first reading, and the integral from it to the first that is kept; without a first one there is none. */
    private boolean condensed;

    private long fromMillis;
    private double integral;

    @Override
    public void clear() {
        size = 0;
        condensed = false;
        fromMillis = 0;
        integral = 0;
    }

    @Override
    public void add(double value, long timeMillis) {
        if (condensed && timeMillis < times[0]) {
            return;
        }
        int place =
                size > 0 && times[size - 1] < timeMillis ? -size - 1 : Arrays.binarySearch(times, 0, size, timeMillis);
        if (place >= 0) {
            values[place] = value;
            return;
        }
        insert(-place - 1, timeMillis, value);
        if (size == KEPT) {
            condense(KEPT / 2);
        }
    }

    private void insert(int at, long timeMillis, double value) {
        if (size == times.length) {
            times = Arrays.copyOf(times, Math.max(4, size * 2));
            values = Arrays.copyOf(values, times.length);
        }
        System.arraycopy(times, at, times, at + 1, size - at);
        System.arraycopy(values, at, values, at + 1, size - at);
        times[at] = timeMillis;
        values[at] = value;
        size++;
    }

    /** Turns the first so many readings into their integral. */
    private void condense(int count) {
        if (!condensed) {
            condensed = true;
            fromMillis = times[0];
            integral = 0;
        }
        integral += integral(count);
        System.arraycopy(times, count, times, 0, size - count);
        System.arraycopy(values, count, values, 0, size - count);
        size -= count;
    }

    /** From the first kept reading to the one with this index. */
    private double integral(int end) {
        double sum = 0;
        for (int i = 0; i < end; i++) {
            sum += values[i] * (times[i + 1] - times[i]);
        }
        return sum;
    }

    private long firstMillis() {
        return condensed ? fromMillis : times[0];
    }

    /** From the first reading to the last. */
    private double whole() {
        return integral + integral(size - 1);
    }

    @Override
    public void merge(Part part) {
        TimeWeight other = (TimeWeight) part;
        if (other.size == 0) {
            return;
        }
        if (size == 0) {
            become(other.firstMillis(), other.whole(), other);
        } else if (other.times[other.size - 1] < firstMillis()) {
            double gap = other.values[other.size - 1] * (firstMillis() - other.times[other.size - 1]);
            become(other.firstMillis(), other.whole() + gap + whole(), this);
        } else {
            double gap = values[size - 1] * (other.firstMillis() - times[size - 1]);
            become(firstMillis(), whole() + gap + other.whole(), other);
        }
    }

    /** Ends with the last reading of one of the two. */
    private void become(long from, double sum, TimeWeight end) {
        long lastMillis = end.times[end.size - 1];
        double last = end.values[end.size - 1];
        clear();
        insert(0, lastMillis, last);
        condensed = true;
        fromMillis = from;
        integral = sum;
    }

    /** The mean from the first reading to the end of the window. */
    double mean(long toMillis) {
        double sum = whole() + values[size - 1] * (toMillis - times[size - 1]);
        return sum / (toMillis - firstMillis());
    }

    @Override
    public void snapshot(BinaryWriter out) {
        out.flag(condensed).i64(fromMillis).f64(integral).varint(size);
        for (int i = 0; i < size; i++) {
            out.i64(times[i]).f64(values[i]);
        }
    }

    @Override
    public void restore(BinaryReader in) {
        condensed = in.flag();
        fromMillis = in.i64();
        integral = in.f64();
        for (int i = in.count(); i > 0; i--) {
            long time = in.i64();
            if (size >= KEPT || size > 0 && time <= times[size - 1]) {
                throw new MalformedBytesException("readings of a time-weighted mean are out of order or too many");
            }
            insert(size, time, in.f64());
        }
        if (condensed && size == 0) {
            throw new MalformedBytesException("a time-weighted mean without its last reading");
        }
    }
}
