package io.weir.uplink;

import io.weir.buffer.Offset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The records that were read and that the cursor has not passed yet, in the order of the log. What is settled out of order
 * stays here, without its bytes, until everything before it is settled too. One thread; gone after a crash, when the cursor
 * reads it all again.
 */
final class Window {

    /** So far ahead of the oldest unsettled record the uplink goes on; then all devices wait for that one. */
    static final int MOST_SLOTS = 1 << 16;

    /** Batches that may wait in memory. */
    private static final int BATCHES_AHEAD = 3;

    private final Deque<Slot> slots = new ArrayDeque<>();
    private final int mostWaiting;
    private final long mostWaitingBytes;
    private int waiting;
    private long waitingBytes;

    Window(BatchLimits limits) {
        mostWaiting = Math.multiplyExact(limits.maxRecords(), BATCHES_AHEAD);
        mostWaitingBytes = Math.multiplyExact(limits.maxBytes().bytes(), BATCHES_AHEAD);
    }

    /** The next batch, and whether a limit ended it: then there is no point in waiting for more. */
    record Picked(List<Slot> slots, boolean full) {}

    /** What is settled without a gap from the start, and where that ends. */
    record Settled(int slots, Offset next) {}

    void add(Slot slot) {
        slots.addLast(slot);
        if (slot.isWaiting()) {
            waiting++;
            waitingBytes += slot.lengthBytes();
        }
    }

    /** Records that may be read now. */
    int room() {
        return waitingBytes >= mostWaitingBytes
                ? 0
                : Math.max(0, Math.min(mostWaiting - waiting, MOST_SLOTS - slots.size()));
    }

    Optional<Slot> oldestWaiting() {
        return slots.stream().filter(Slot::isWaiting).findFirst();
    }

    /** The oldest waiting records, without those of lineages that are held back. */
    Picked pick(int maxRecords, long maxBytes, Predicate<Slot.Lineage> held) {
        List<Slot> picked = new ArrayList<>();
        Set<Slot.Lineage> passed = new HashSet<>();
        long bytes = 0;
        for (Slot slot : slots) {
            if (!slot.isWaiting() || passed.contains(slot.lineage())) {
                continue;
            }
            if (held.test(slot.lineage())) {
                // asked once per batch: a hold that ends meanwhile must not let a later record slip past this one
                passed.add(slot.lineage());
                continue;
            }
            if (picked.size() == maxRecords || !picked.isEmpty() && bytes + slot.lengthBytes() > maxBytes) {
                return new Picked(picked, true);
            }
            picked.add(slot);
            bytes += slot.lengthBytes();
        }
        return new Picked(picked, picked.size() == maxRecords || bytes >= maxBytes);
    }

    void settle(Slot slot, Slot.Fate fate) {
        waiting--;
        waitingBytes -= slot.lengthBytes();
        slot.settle(fate);
    }

    /** Nothing when the oldest record still waits. */
    Optional<Settled> settled() {
        int count = 0;
        Optional<Slot> last = Optional.empty();
        for (Slot slot : slots) {
            if (slot.isWaiting()) {
                break;
            }
            count++;
            last = Optional.of(slot);
        }
        int ready = count;
        return last.map(slot -> new Settled(ready, slot.offset().next()));
    }

    /** Dead records among the settled ones, at or above this offset. */
    long dead(Settled settled, Offset from) {
        return slots.stream()
                .limit(settled.slots())
                .filter(slot -> slot.isDead() && slot.offset().compareTo(from) >= 0)
                .count();
    }

    void drop(Settled settled) {
        for (int i = 0; i < settled.slots(); i++) {
            slots.removeFirst();
        }
    }
}
