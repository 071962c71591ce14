package io.weir.pipeline.window;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.MalformedBytesException;
import java.util.Arrays;

/**
 * How many different values there were: exact below 1,024, beyond that estimated from the 1,024 smallest hashes with a
 * relative standard error of 3.2 % (bottom-k sketch; Beyer, Haas, Reinwald, Sismanis, Gemulla, SIGMOD 2007).
 */
final class Distinct implements Part {

    static final int EXACT = 1_024;

    /** Ascending, each once. */
    private long[] hashes = {};

    private int size;

    @Override
    public void clear() {
        size = 0;
    }

    @Override
    public void add(double value, long timeMillis) {
        addHash(hash(value + 0.0)); // turns -0.0 into 0.0
    }

    /** The finalizer of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014): a bijection, so different values never collide. */
    private static long hash(double value) {
        long bits = Double.doubleToLongBits(value) + 0x9E3779B97F4A7C15L;
        bits = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        bits = (bits ^ (bits >>> 27)) * 0x94D049BB133111EBL;
        return bits ^ (bits >>> 31);
    }

    private void addHash(long hash) {
        if (size == EXACT && hash >= hashes[size - 1]) {
            return;
        }
        int place = Arrays.binarySearch(hashes, 0, size, hash);
        if (place >= 0) {
            return;
        }
        int at = -place - 1;
        if (size < EXACT && size == hashes.length) {
            hashes = Arrays.copyOf(hashes, Math.min(EXACT, Math.max(8, size * 2)));
        }
        int kept = Math.min(size, EXACT - 1);
        System.arraycopy(hashes, at, hashes, at + 1, kept - at);
        hashes[at] = hash;
        size = kept + 1;
    }

    @Override
    public void merge(Part part) {
        Distinct other = (Distinct) part;
        for (int i = 0; i < other.size; i++) {
            addHash(other.hashes[i]);
        }
    }

    double estimate() {
        if (size < EXACT) {
            return size;
        }
        double largest = (hashes[size - 1] - (double) Long.MIN_VALUE) * 0x1p-64;
        return Math.rint((EXACT - 1) / largest);
    }

    @Override
    public void snapshot(BinaryWriter out) {
        out.varint(size);
        for (int i = 0; i < size; i++) {
            out.i64(hashes[i]);
        }
    }

    @Override
    public void restore(BinaryReader in) {
        int count = in.count();
        if (count > EXACT) {
            throw new MalformedBytesException(count + " different values; at most " + EXACT + " are kept");
        }
        for (int i = 0; i < count; i++) {
            addHash(in.i64());
        }
        if (size != count) {
            throw new MalformedBytesException("of " + count + " values only " + size + " are different");
        }
    }
}
