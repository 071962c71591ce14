package io.weir.gateway.core;

import io.weir.device.Arrival;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The bounded queue between adapters and the core thread. An arrival's bytes count from the offer until its group is
 * committed, so the bound covers all that is in memory on the way to the disk.
 *
 * <p>Any thread offers; one thread, the first to {@link #await}, takes; the committer releases.
 */
public final class BoundedIntake {

    private final long limitBytes;
    private final AtomicLong heldBytes = new AtomicLong();
    private final Queue<Arrival> queue = new ConcurrentLinkedQueue<>();
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private volatile boolean shut;
    private volatile @Nullable Thread sleeper;
    private volatile boolean woken;

    public BoundedIntake(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    boolean offer(Arrival arrival) {
        int size = arrival.sizeBytes();
        if (shut || heldBytes.get() + size > limitBytes && heldBytes.get() > 0) {
            return false;
        }
        heldBytes.addAndGet(size);
        queue.add(arrival);
        wake();
        return true;
    }

    /** Takes what was promised room already, beyond the bound if need be. */
    void admit(Arrival arrival) {
        heldBytes.addAndGet(arrival.sizeBytes());
        queue.add(arrival);
        wake();
    }

    void whenRoom(Runnable action) {
        waiting.add(action);
        callWaiting();
    }

    @Nullable
    Arrival poll() {
        return queue.poll();
    }

    /** Bytes of all that was offered and is not yet durable. */
    public long heldBytes() {
        return heldBytes.get();
    }

    public long limitBytes() {
        return limitBytes;
    }

    /** The group that held these bytes is durable, or will never be. */
    void release(long bytes) {
        heldBytes.addAndGet(-bytes);
        callWaiting();
    }

    /** Refuses everything while the log has no room; what was taken stays. */
    void shut(boolean refuse) {
        shut = refuse;
        callWaiting();
    }

    boolean isShut() {
        return shut;
    }

    private void callWaiting() {
        // Half the bound, so that a full intake does not wake everybody for every few bytes.
        if (shut || heldBytes.get() > limitBytes / 2) {
            return;
        }
        for (Runnable action = waiting.poll(); action != null; action = waiting.poll()) {
            action.run();
        }
    }

    /** Ends the core thread's {@link #await}, now or the next. */
    void wake() {
        woken = true;
        Thread thread = sleeper;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }

    /** Waits until something was offered, {@link #wake} was called, or the time is over. */
    void await(Duration patience) {
        nap(patience, queue.isEmpty());
    }

    /** As {@link #await}, but what was offered does not end it. */
    void awaitWake(Duration patience) {
        nap(patience, true);
    }

    private void nap(Duration patience, boolean nothingToDo) {
        sleeper = Thread.currentThread();
        if (!woken && nothingToDo) {
            LockSupport.parkNanos(this, patience.toNanos());
        }
        sleeper = null;
        woken = false;
    }
}
