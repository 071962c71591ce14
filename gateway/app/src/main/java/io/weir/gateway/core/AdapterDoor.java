package io.weir.gateway.core;

import io.weir.device.Arrival;
import io.weir.device.Intake;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One adapter's way into the intake. It begins closed, so that an adapter can listen before the pipelines that wait for it
 * are switched in. A closed door holds a little, in order and unacknowledged, since a GPIO edge does not come again; then it
 * answers like a full intake. Any thread.
 */
public final class AdapterDoor implements Intake {

    private static final long HOLDS_BYTES = 256 << 10;

    private final String adapter;
    private final BoundedIntake intake;
    private final AtomicLong turnedAway = new AtomicLong();
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final Deque<Arrival> held = new ArrayDeque<>();
    private long heldBytes;
    private boolean shutForGood;
    private volatile boolean open;

    AdapterDoor(String adapter, BoundedIntake intake) {
        this.adapter = adapter;
        this.intake = intake;
    }

    @Override
    public boolean offer(Arrival arrival) {
        return open ? intake.offer(arrival) : hold(arrival);
    }

    private synchronized boolean hold(Arrival arrival) {
        if (open) {
            return intake.offer(arrival);
        }
        if (shutForGood || heldBytes + arrival.sizeBytes() > HOLDS_BYTES) {
            return false;
        }
        heldBytes += arrival.sizeBytes();
        held.add(arrival);
        return true;
    }

    @Override
    public void whenRoom(Runnable action) {
        if (open) {
            intake.whenRoom(action);
            return;
        }
        waiting.add(action);
        if (open) {
            passOnWaiting();
        }
    }

    @Override
    public void turnedAway(String name) {
        turnedAway.incrementAndGet();
    }

    /** Lets arrivals in from now on, those that wait first. */
    public void open() {
        synchronized (this) {
            held.forEach(intake::admit);
            held.clear();
            open = true;
        }
        passOnWaiting();
    }

    /** Lets nothing in any more; what a door held that was never opened is dropped, unacknowledged. */
    public synchronized void close() {
        open = false;
        shutForGood = true;
        held.clear();
        waiting.clear();
    }

    String adapter() {
        return adapter;
    }

    /** How many messages were turned away since the last call. */
    long takeTurnedAway() {
        return turnedAway.get() == 0 ? 0 : turnedAway.getAndSet(0);
    }

    private void passOnWaiting() {
        for (Runnable action = waiting.poll(); action != null; action = waiting.poll()) {
            intake.whenRoom(action);
        }
    }
}
