package io.weir.buffer;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;

/**
 * The committed end of the log, and its newest blocks in memory, so that cursors that are up to date never touch the
 * disk. The appender holds and publishes; any thread reads and waits.
 */
final class Tail {
    private final BlockRing blocks;
    /** How many of them are not committed. Nobody asks for those: their segment does not say that it has them. */
    private int pending;

    private volatile End end;

    /** Behind the newest committed entry, and the totals of all streams there. */
    record End(long offset, Map<Integer, Long> totals) {}

    Tail(long capacityBytes, End end) {
        this.blocks = new BlockRing(Math.toIntExact(capacityBytes));
        this.end = end;
    }

    End end() {
        return end;
    }

    /** Takes a copy of a block that may be committed soon. */
    synchronized void hold(Block.Home home, int number, ByteBuffer block) {
        blocks.add(home, number, block);
        pending++;
    }

    /** What is held is committed. */
    synchronized void publish(End newEnd) {
        pending = 0;
        end = newEnd;
        notifyAll();
    }

    /** What is held and not committed never will be. */
    synchronized void forget() {
        blocks.removeNewest(pending);
        pending = 0;
    }

    /** The reader's own copy. */
    Optional<Block> block(long generation, int number) {
        return copy(generation, number).map(copy -> Block.trusted(copy.bytes(), copy.home()));
    }

    private synchronized Optional<BlockRing.Copy> copy(long generation, int number) {
        return blocks.copy(generation, number);
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
