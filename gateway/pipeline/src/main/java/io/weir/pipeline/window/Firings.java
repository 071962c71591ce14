package io.weir.pipeline.window;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import java.util.Arrays;

/** How often each window of a key has fired, as long as it may fire again. Needed only with allowed lateness. */
final class Firings {

    private long[] ends = {};
    private int[] counts = {};
    private int size;

    /** Notes that the window ending here fires; the answer is how often it had fired before. */
    int note(long end) {
        int place = Arrays.binarySearch(ends, 0, size, end);
        if (place >= 0) {
            return counts[place]++;
        }
        insert(-place - 1, end, 1);
        return 0;
    }

    private void insert(int place, long end, int count) {
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, Math.max(4, size * 2));
            counts = Arrays.copyOf(counts, ends.length);
        }
        System.arraycopy(ends, place, ends, place + 1, size - place);
        System.arraycopy(counts, place, counts, place + 1, size - place);
        ends[place] = end;
        counts[place] = count;
        size++;
    }

    /** Forgets the windows that end here or earlier. */
    void forgetThrough(long end) {
        int from = 0;
        while (from < size && ends[from] <= end) {
            from++;
        }
        System.arraycopy(ends, from, ends, 0, size - from);
        System.arraycopy(counts, from, counts, 0, size - from);
        size -= from;
    }

    void snapshot(BinaryWriter out) {
        out.varint(size);
        for (int i = 0; i < size; i++) {
            out.zigzag(ends[i]).varint(counts[i]);
        }
    }

    void restore(BinaryReader in) {
        for (int i = in.count(); i > 0; i--) {
            insert(size, in.zigzag(), (int) in.varint());
        }
    }
}
