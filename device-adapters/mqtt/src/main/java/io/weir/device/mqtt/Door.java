package io.weir.device.mqtt;

import io.weir.device.Ack;
import io.weir.device.Arrival;
import io.weir.device.Intake;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * The way from the event loop into the intake, fair while it is full: who was turned away first is let in first, and nobody
 * passes those who wait. Event loop only.
 */
final class Door {

    /** Waits with something that was turned away. */
    interface Visitor {

        /** What it waits with; nothing when it has gone. */
        Optional<Arrival> waitingWith();

        /** It was let in. */
        void entered();
    }

    private static final int CROWD = 2_000;

    private final Intake intake;
    private final Executor loop;
    private final Deque<Visitor> queue = new ArrayDeque<>();
    private boolean asked;

    Door(Intake intake, Executor loop) {
        this.intake = intake;
        this.loop = loop;
    }

    /** False when there is no room: then call {@link #queue}, keep the arrival and take in nothing more. */
    boolean offer(Arrival arrival) {
        return queue.isEmpty() && intake.offer(arrival);
    }

    /** Lets the visitor in when its turn comes. */
    void queue(Visitor visitor) {
        queue.addLast(visitor);
        askToBeCalled();
    }

    /** Offers something that nobody holds back for: it waits in turn, and is not lost while the endpoint
     * stands, unless it is a message and the queue is too long: that one is counted. */
    void offerInTurn(Arrival arrival) {
        if (offer(arrival)) {
            return;
        }
        if (isCrowded() && arrival instanceof Arrival.Message) {
            giveUp(arrival);
        } else {
            queue(new Visitor() {
                @Override
                public Optional<Arrival> waitingWith() {
                    return Optional.of(arrival);
                }

                @Override
                public void entered() {
                    // Its acknowledgement says the rest.
                }
            });
        }
    }

    /** Counts what was turned away and will not be offered again, unless its sender repeats it. */
    void giveUp(Arrival arrival) {
        if (arrival instanceof Arrival.Message && arrival.ack() == Ack.NONE) {
            intake.turnedAway(arrival.adapter());
        }
    }

    /** So many wait that nothing should be added that can also be refused. */
    boolean isCrowded() {
        return queue.size() > CROWD;
    }

    private void askToBeCalled() {
        if (asked) {
            return;
        }
        asked = true;
        intake.whenRoom(() -> {
            try {
                loop.execute(this::letIn);
            } catch (RejectedExecutionException closed) {
                // The endpoint is gone, and with it all who waited.
            }
        });
    }

    private void letIn() {
        asked = false;
        for (Visitor visitor = queue.peekFirst(); visitor != null; visitor = queue.peekFirst()) {
            Optional<Arrival> arrival = visitor.waitingWith();
            if (arrival.isPresent() && !intake.offer(arrival.get())) {
                askToBeCalled();
                return;
            }
            queue.removeFirst();
            if (arrival.isPresent()) {
                visitor.entered();
            }
        }
    }
}
