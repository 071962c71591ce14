package io.weir.gateway.core;

import io.weir.device.Arrival;
import io.weir.device.Intake;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One adapter's way into the intake. It begins closed, so that an adapter can listen before the pipelines that wait for it
 * are switched in; an adapter that finds it closed behaves as with a full intake. Any thread.
 */
public final class AdapterDoor implements Intake {

    private final String adapter;
    private final BoundedIntake intake;
    private final AtomicLong turnedAway = new AtomicLong();
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private volatile boolean open;

    AdapterDoor(String adapter, BoundedIntake intake) {
        this.adapter = adapter;
        this.intake = intake;
    }

    @Override
    public boolean offer(Arrival arrival) {
        return open && intake.offer(arrival);
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

    /** Lets arrivals in from now on. */
    public void open() {
        open = true;
        passOnWaiting();
    }

    /** Lets nothing in any more. */
    public void close() {
        open = false;
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
