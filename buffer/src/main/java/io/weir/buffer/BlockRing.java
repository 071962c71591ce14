package io.weir.buffer;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The newest blocks, one behind the other in memory that is used again and again, which is faster than new memory for
 * each; it grows up to its capacity. Not thread-safe.
 */
final class BlockRing {
    private final int capacityBytes;
    private byte[] bytes = {};
    private int next;
    private final Deque<Slot> oldestFirst = new ArrayDeque<>();
    private final Map<Key, Slot> slots = new HashMap<>();

    private record Key(long generation, int number) {}

    private record Slot(Key key, Block.Home home, int at, int lengthBytes) {}

    /** Whose bytes are the reader's own. */
    record Copy(Block.Home home, ByteBuffer bytes) {}

    BlockRing(int capacityBytes) {
        this.capacityBytes = capacityBytes;
    }

    /** Takes a copy of it; the oldest make room. */
    void add(Block.Home home, int number, ByteBuffer block) {
        int length = block.limit();
        if (length > capacityBytes) {
            return;
        }
        if (length > capacityBytes - next) {
            clear(next, capacityBytes);
            next = 0;
        }
        clear(next, next + length);
        if (next + length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(capacityBytes, Math.max(next + length, 2 * bytes.length)));
        }
        block.get(0, bytes, next, length);
        Slot slot = new Slot(new Key(home.generation(), number), home, next, length);
        oldestFirst.add(slot);
        slots.put(slot.key(), slot);
        next += length;
    }

    /** The oldest is the first behind the newest, once around. */
    private void clear(int from, int to) {
        for (Slot oldest = oldestFirst.peek();
                oldest != null && from <= oldest.at() && oldest.at() < to;
                oldest = oldestFirst.peek()) {
            oldestFirst.remove();
            slots.remove(oldest.key());
        }
    }

    /** What was added last counts no more. */
    void removeNewest(int count) {
        for (int i = 0; i < count && !oldestFirst.isEmpty(); i++) {
            slots.remove(oldestFirst.removeLast().key());
        }
    }

    Optional<Copy> copy(long generation, int number) {
        return Optional.ofNullable(slots.get(new Key(generation, number))).map(this::copy);
    }

    private Copy copy(Slot slot) {
        return new Copy(
                slot.home(), ByteBuffer.wrap(Arrays.copyOfRange(bytes, slot.at(), slot.at() + slot.lengthBytes())));
    }
}
