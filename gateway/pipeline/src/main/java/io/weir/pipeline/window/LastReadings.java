package io.weir.pipeline.window;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.MalformedBytesException;

/** The last readings of a key in slices of equal count: a ring, of which the newest slice is being filled. */
final class LastReadings {

    private static final class Slice {
        private final Accumulator readings;
        private long earliestMillis = Long.MAX_VALUE;
        private long latestMillis = Long.MIN_VALUE;

        Slice(Accumulator readings) {
            this.readings = readings;
        }

        void clear() {
            readings.clear();
            earliestMillis = Long.MAX_VALUE;
            latestMillis = Long.MIN_VALUE;
        }

        void add(double value, long timeMillis) {
            readings.add(value, timeMillis);
            earliestMillis = Math.min(earliestMillis, timeMillis);
            latestMillis = Math.max(latestMillis, timeMillis);
        }
    }

    private final int perSlice;
    private final int every;
    private final Slice[] ring;
    /** Slices that hold readings. */
    private int size;
    /** The slice being filled, or that was filled last. */
    private int newest;
    /** Readings since the last result. */
    private int unfired;

    LastReadings(CountSpec spec) {
        perSlice = spec.slice();
        every = spec.every();
        ring = new Slice[spec.slices()];
        for (int i = 0; i < ring.length; i++) {
            ring[i] = new Slice(spec.figures().accumulator());
        }
    }

    void add(double value, long timeMillis) {
        if (size == 0) {
            size = 1;
        } else if (ring[newest].readings.count() == perSlice) {
            newest = (newest + 1) % ring.length;
            ring[newest].clear();
            size = Math.min(size + 1, ring.length);
        }
        ring[newest].add(value, timeMillis);
        unfired++;
    }

    boolean isDue() {
        return unfired == every;
    }

    void fired() {
        unfired = 0;
    }

    boolean hasUnfired() {
        return unfired > 0;
    }

    private Slice fromOldest(int index) {
        return ring[(newest - size + 1 + index + ring.length) % ring.length];
    }

    /** Oldest first, so that the sum of a window does not depend on how it came about. */
    void mergeInto(Accumulator all) {
        all.clear();
        for (int i = 0; i < size; i++) {
            all.merge(fromOldest(i).readings);
        }
    }

    long earliestMillis() {
        long earliest = Long.MAX_VALUE;
        for (int i = 0; i < size; i++) {
            earliest = Math.min(earliest, fromOldest(i).earliestMillis);
        }
        return earliest;
    }

    long latestMillis() {
        long latest = Long.MIN_VALUE;
        for (int i = 0; i < size; i++) {
            latest = Math.max(latest, fromOldest(i).latestMillis);
        }
        return latest;
    }

    void save(BinaryWriter out) {
        out.varint(unfired).varint(size);
        for (int i = 0; i < size; i++) {
            Slice slice = fromOldest(i);
            out.i64(slice.earliestMillis).i64(slice.latestMillis);
            slice.readings.snapshot(out);
        }
    }

    void load(BinaryReader in) {
        unfired = Math.toIntExact(in.varint());
        size = in.count();
        if (unfired >= every || size > ring.length) {
            throw new MalformedBytesException(
                    unfired + " readings in " + size + " slices do not fit a window by count");
        }
        newest = Math.max(0, size - 1);
        for (int i = 0; i < size; i++) {
            ring[i].earliestMillis = in.i64();
            ring[i].latestMillis = in.i64();
            ring[i].readings.restore(in);
        }
    }
}
