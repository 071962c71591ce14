package io.weir.pipeline.window;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;

/** The first and the last reading by event time; of several at the same time the one that came first, or last. */
final class Ends implements Part {

    private long firstMillis;
    private double first;
    private long lastMillis;
    private double last;

    Ends() {
        clear();
    }

    @Override
    public void clear() {
        firstMillis = Long.MAX_VALUE;
        lastMillis = Long.MIN_VALUE;
        first = 0;
        last = 0;
    }

    @Override
    public void add(double value, long timeMillis) {
        if (timeMillis < firstMillis) {
            firstMillis = timeMillis;
            first = value;
        }
        if (timeMillis >= lastMillis) {
            lastMillis = timeMillis;
            last = value;
        }
    }

    @Override
    public void merge(Part part) {
        Ends other = (Ends) part;
        if (other.firstMillis < firstMillis) {
            firstMillis = other.firstMillis;
            first = other.first;
        }
        if (other.lastMillis > lastMillis) {
            lastMillis = other.lastMillis;
            last = other.last;
        }
    }

    double first() {
        return first;
    }

    double last() {
        return last;
    }

    /** Change per second from the first reading to the last; NaN when they are at the same time. */
    double rate() {
        return lastMillis == firstMillis ? Double.NaN : (last - first) * 1_000 / (lastMillis - firstMillis);
    }

    @Override
    public void snapshot(BinaryWriter out) {
        out.i64(firstMillis).f64(first).i64(lastMillis).f64(last);
    }

    @Override
    public void restore(BinaryReader in) {
        firstMillis = in.i64();
        first = in.f64();
        lastMillis = in.i64();
        last = in.f64();
    }
}
