package io.weir.buffer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The committed end of the log, and its newest blocks in memory, so that cursors that are up to date never touch the
 * disk. The appender publishes; any thread reads and waits.
 */
final class Tail {
    private final long capacityBytes;
    private final Map<Key, Block> blocks = new HashMap<>();
    private final Deque<Key> oldestFirst = new ArrayDeque<>();
    private long heldBytes;
    private volatile End end;

    /** Behind the newest committed entry, and the totals of all streams there. */
    record End(long offset, Map<Integer, Long> totals) {}

    private record Key(long generation, int number) {}

    Tail(long capacityBytes, End end) {
        this.capacityBytes = capacityBytes;
        this.end = end;
    }

    End end() {
        return end;
    }

    synchronized void publish(List<Block> committed, End newEnd) {
        for (Block block : committed) {
            Key key = new Key(block.home().generation(), block.number());
            blocks.put(key, block);
            oldestFirst.add(key);
            heldBytes += block.lengthBytes();
        }
        while (heldBytes > capacityBytes) {
            Block gone = blocks.remove(oldestFirst.remove());
            heldBytes -= gone == null ? 0 : gone.lengthBytes();
        }
        end = newEnd;
        notifyAll();
    }

    synchronized Optional<Block> block(long generation, int number) {
        return Optional.ofNullable(blocks.get(new Key(generation, number)));
    }

    /** Waits until the end lies beyond this offset; false when the time is over first. */
    synchronized boolean awaitBeyond(long offset, long nanos) throws InterruptedException {
        long deadline = System.nanoTime() + nanos;
        while (end.offset() <= offset) {
            long leftMillis = (deadline - System.nanoTime() + 999_999) / 1_000_000;
            if (leftMillis <= 0) {
                return false;
            }
            wait(leftMillis);
        }
        return true;
    }
}
