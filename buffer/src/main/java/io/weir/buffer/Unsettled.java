package io.weir.buffer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/**
 * Records of a cursor that are gone, found while older ones were still in flight: they count when those are committed.
 * Guarded by the {@link Account} it belongs to.
 */
final class Unsettled {
    private final Deque<Loss> losses = new ArrayDeque<>();

    private record Loss(long to, Map<Expiry, Map<Integer, Long>> counts) {}

    /** Is told what counts from now on. */
    @FunctionalInterface
    interface Settled {
        void loss(long to, Map<Expiry, Map<Integer, Long>> counts);
    }

    /** {@code to}: what was lost ends before this offset, and comes after all that was lost before. */
    void add(long to, Map<Expiry, Map<Integer, Long>> counts) {
        losses.add(new Loss(to, counts));
    }

    boolean isEmpty() {
        return losses.isEmpty();
    }

    /** What ends at or before this offset, the oldest that is in flight, counts. */
    void settle(long oldestInFlight, Settled settled) {
        while (!losses.isEmpty() && oldestInFlight >= losses.element().to()) {
            Loss loss = losses.remove();
            settled.loss(loss.to(), loss.counts());
        }
    }

    Losses sum() {
        Losses all = new Losses();
        losses.forEach(loss -> all.addAll(loss.counts()));
        return all;
    }

    /** None of it was found. */
    Losses takeAll() {
        Losses all = sum();
        losses.clear();
        return all;
    }
}
