package io.weir.pipeline.window;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;

/**
 * Mean and squared distances from it, without the cancellation of summed squares: Welford, Technometrics 4 (1962), and for
 * merging Chan, Golub, LeVeque, "Updating formulae" (1979).
 */
final class Spread implements Part {

    private long count;
    private double mean;
    private double squares;

    @Override
    public void clear() {
        count = 0;
        mean = 0;
        squares = 0;
    }

    @Override
    public void add(double value, long timeMillis) {
        count++;
        double before = value - mean;
        mean += before / count;
        squares += before * (value - mean);
    }

    @Override
    public void merge(Part part) {
        Spread other = (Spread) part;
        if (other.count == 0) {
            return;
        }
        if (count == 0) {
            count = other.count;
            mean = other.mean;
            squares = other.squares;
            return;
        }
        double distance = other.mean - mean;
        double all = (double) count + other.count;
        squares += other.squares + distance * distance * (count * (other.count / all));
        mean += distance * (other.count / all);
        count += other.count;
    }

    /** The standard deviation of a sample (over n - 1); NaN for a single reading. */
    double deviation() {
        return count < 2 ? Double.NaN : Math.sqrt(squares / (count - 1));
    }

    @Override
    public void snapshot(BinaryWriter out) {
        out.varint(count).f64(mean).f64(squares);
    }

    @Override
    public void restore(BinaryReader in) {
        count = in.varint();
        mean = in.f64();
        squares = in.f64();
    }
}
