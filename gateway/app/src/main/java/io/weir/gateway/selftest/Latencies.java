package io.weir.gateway.selftest;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;

/** How long something took each time. */
final class Latencies {

    private final long[] sortedNanos;

    /** Owns the array. */
    Latencies(long[] sortedNanos) {
        this.sortedNanos = sortedNanos;
    }

    /** A thing to be timed. */
    @FunctionalInterface
    interface Action {
        void run() throws IOException;
    }

    /** Repeats until the time is over or it was done so often, at least once. */
    static Latencies of(Duration time, int most, Action action) throws IOException {
        long[] nanos = new long[most];
        long end = System.nanoTime() + time.toNanos();
        int count = 0;
        do {
            long start = System.nanoTime();
            action.run();
            nanos[count++] = System.nanoTime() - start;
        } while (count < most && System.nanoTime() < end);
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return new Latencies(sorted);
    }

    int count() {
        return sortedNanos.length;
    }

    Duration p50() {
        return at(0.5);
    }

    Duration p99() {
        return at(0.99);
    }

    Duration max() {
        return at(1);
    }

    private Duration at(double share) {
        int index = (int) Math.ceil(share * sortedNanos.length) - 1;
        return Duration.ofNanos(sortedNanos[Math.max(0, index)]);
    }

    double perSecond() {
        return sortedNanos.length / Math.max(1e-9, Arrays.stream(sortedNanos).sum() / 1e9);
    }
}
