package io.weir.pipeline.window;

/**
 * The slices of one key that hold readings, in order of their numbers; those without readings take no room. A ring whose
 * objects are used again, so that a window that moves on in time allocates nothing.
 */
final class Slices {

    private static final Slice[] NONE = {};

    /** The readings of one slice. */
    static final class Slice {
        private long number;
        private final Accumulator readings;

        Slice(Accumulator readings) {
            this.readings = readings;
        }

        long number() {
            return number;
        }

        Accumulator readings() {
            return readings;
        }
    }

    private final Figures figures;
    private Slice[] ring = NONE;
    private int head;
    private int size;

    Slices(Figures figures) {
        this.figures = figures;
    }

    int size() {
        return size;
    }

    Slice at(int index) {
        return ring[(head + index) & (ring.length - 1)];
    }

    long lastNumber() {
        return at(size - 1).number;
    }

    /** The index of the first slice with this number or a greater one; the size when there is none. */
    int indexFrom(long number) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (at(middle).number < number) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The index of this slice, or -1. */
    int indexOf(long number) {
        if (size > 0 && lastNumber() == number) {
            return size - 1;
        }
        int index = indexFrom(number);
        return index < size && at(index).number == number ? index : -1;
    }

    /** Makes an empty slice with a number that is not there yet. */
    Slice insert(long number) {
        if (size == ring.length) {
            grow();
        }
        int index = size == 0 || lastNumber() < number ? size : indexFrom(number);
        int mask = ring.length - 1;
        Slice fresh = ring[(head + size) & mask];
        for (int i = size; i > index; i--) {
            ring[(head + i) & mask] = ring[(head + i - 1) & mask];
        }
        ring[(head + index) & mask] = fresh;
        size++;
        fresh.number = number;
        fresh.readings.clear();
        return fresh;
    }

    private void grow() {
        Slice[] larger = new Slice[Math.max(4, ring.length * 2)];
        for (int i = 0; i < size; i++) {
            larger[i] = at(i);
        }
        for (int i = size; i < larger.length; i++) {
            larger[i] = new Slice(figures.accumulator());
        }
        ring = larger;
        head = 0;
    }

    /** Forgets the slices below this number. */
    void dropBelow(long number) {
        while (size > 0 && ring[head].number < number) {
            head = (head + 1) & (ring.length - 1);
            size--;
        }
    }

    /** Forgets the slices from this number on. */
    void dropFrom(long number) {
        size = indexFrom(number);
    }

    /** Gives memory back when nothing is held. */
    void trim() {
        if (size == 0) {
            ring = NONE;
            head = 0;
        }
    }
}
