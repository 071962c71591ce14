package io.weir.pipeline.alarm;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.MalformedBytesException;
import java.util.Arrays;

/** The last numbers of a key, at most so many; grows only as far as it is filled. */
final class Recent {

    private static final int FIRST_ROOM = 8;

    private final int most;
    private double[] ring;
    private int start;
    private int size;

    Recent(int most) {
        this.most = most;
        this.ring = new double[Math.min(most, FIRST_ROOM)];
    }

    int size() {
        return size;
    }

    boolean isFull() {
        return size == most;
    }

    /** The i-th, the oldest first. */
    double at(int i) {
        int place = start + i;
        return ring[place < ring.length ? place : place - ring.length];
    }

    /** Adds one; when there are enough the oldest goes. */
    void add(double value) {
        if (size == most) {
            ring[start] = value;
            start = start + 1 == ring.length ? 0 : start + 1;
            return;
        }
        if (size == ring.length) {
            // Until it has been full once it begins at its first place.
            ring = Arrays.copyOf(ring, Math.min(most, size * 2));
        }
        ring[size++] = value;
    }

    void save(BinaryWriter out) {
        out.varint(size);
        for (int i = 0; i < size; i++) {
            out.f64(at(i));
        }
    }

    void load(BinaryReader in) {
        int count = in.count();
        if (count > most) {
            throw new MalformedBytesException(count + " numbers are remembered, allowed are " + most);
        }
        for (int i = 0; i < count; i++) {
            add(in.f64());
        }
    }
}
