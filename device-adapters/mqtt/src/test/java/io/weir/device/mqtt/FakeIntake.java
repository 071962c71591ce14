package io.weir.device.mqtt;

import io.weir.device.Arrival;
import io.weir.device.Arrival.Content;
import io.weir.device.Delivery;
import io.weir.device.Intake;
import io.weir.device.Value;
import java.util.ArrayList;
import java.util.List;

/** Remembers what was offered, commits when it is told to, and is full when it is told to be. */
final class FakeIntake implements Intake {

    private final List<Arrival> arrivals = new ArrayList<>();
    private final List<Runnable> waitingForRoom = new ArrayList<>();
    private final List<String> turnedAway = new ArrayList<>();
    private int room = Integer.MAX_VALUE;
    private int refusals;
    private int committed;
    private boolean commitsByItself;

    @Override
    public boolean offer(Arrival arrival) {
        synchronized (this) {
            if (room == 0) {
                refusals++;
                return false;
            }
            room--;
            arrivals.add(arrival);
            if (!commitsByItself) {
                return true;
            }
            committed = arrivals.size();
        }
        arrival.ack().committed();
        return true;
    }

    @Override
    public synchronized void whenRoom(Runnable action) {
        waitingForRoom.add(action);
    }

    @Override
    public synchronized void turnedAway(String adapter) {
        turnedAway.add(adapter);
    }

    synchronized FakeIntake committing() {
        commitsByItself = true;
        return this;
    }

    synchronized FakeIntake withRoomFor(int arrivalsLeft) {
        room = arrivalsLeft;
        return this;
    }

    void makeRoom(int more) {
        List<Runnable> called;
        synchronized (this) {
            room = more;
            called = List.copyOf(waitingForRoom);
            waitingForRoom.clear();
        }
        called.forEach(Runnable::run);
    }

    /** Commits the next so many, in order. */
    void commit(int count) {
        List<Arrival> now;
        synchronized (this) {
            now = List.copyOf(arrivals.subList(committed, committed + count));
            committed += count;
        }
        now.forEach(arrival -> arrival.ack().committed());
    }

    void commitAll() {
        int open;
        synchronized (this) {
            open = arrivals.size() - committed;
        }
        commit(open);
    }

    synchronized List<Arrival> arrivals() {
        return List.copyOf(arrivals);
    }

    synchronized int refusals() {
        return refusals;
    }

    synchronized int waiting() {
        return waitingForRoom.size();
    }

    synchronized List<String> turnedAway() {
        return List.copyOf(turnedAway);
    }

    List<Arrival.Message> messages() {
        return arrivals().stream()
                .filter(Arrival.Message.class::isInstance)
                .map(Arrival.Message.class::cast)
                .toList();
    }

    List<Delivery.Repeatable> repeatables() {
        return messages().stream()
                .map(Arrival.Message::delivery)
                .filter(Delivery.Repeatable.class::isInstance)
                .map(Delivery.Repeatable.class::cast)
                .toList();
    }

    /** What came, in short: {@code d/m=1.0}, {@code !reason}, {@code +peer}, {@code -peer}. */
    List<String> seen() {
        return arrivals().stream().map(FakeIntake::shortly).toList();
    }

    private static String shortly(Arrival arrival) {
        if (arrival instanceof Arrival.Session session) {
            return (session.begins() ? "+" : "-") + session.peer();
        }
        Content content = ((Arrival.Message) arrival).content();
        if (content instanceof Content.Rejected rejected) {
            return "!" + rejected.reason();
        }
        var reading = ((Content.Decoded) content).readings().get(0);
        return reading.device() + "/" + reading.metric() + "=" + ((Value.Num) reading.value()).value();
    }
}
