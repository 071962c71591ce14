package io.weir.sim.fleet;

import io.weir.sim.wire.Offer;
import io.weir.sim.wire.Transport;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One simulated device on a thread of its own: measures when it is time, sends in order, and keeps its journal. Asked to
 * finish, it sends what it still has and a closing reading, and ends when all of it is answered.
 */
public final class Device implements Runnable {
    /** Readings that a device keeps while it cannot send; older ones it never sent are given up. */
    private static final int MEMORY = 10_000;

    private static final Duration LONGEST_NAP = Duration.ofMillis(50);
    private final DeviceSpec spec;
    private final Measurer measurer;
    private final Transport transport;
    private final Journal journal;
    private final Deque<Message> unsent = new ArrayDeque<>();
    private volatile Phase phase = Phase.MEASURING;
    private volatile Duration closingAhead = Duration.ZERO;

    private enum Phase {
        MEASURING,
        FINISHING,
        CLOSED,
        ABANDONED
    }

    Device(DeviceSpec spec, Measurer measurer, Transport transport, Journal journal) {
        this.spec = spec;
        this.measurer = measurer;
        this.transport = transport;
        this.journal = journal;
    }

    @Override
    public void run() {
        try {
            while (phase != Phase.ABANDONED
                    && !(phase == Phase.CLOSED && unsent.isEmpty() && transport.unanswered() == 0)) {
                turn();
            }
            transport.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new IllegalStateException("device " + spec.name() + " could not hang up", e);
        }
    }

    private void turn() throws InterruptedException {
        if (phase == Phase.MEASURING) {
            measurer.due().forEach(this::keep);
        } else if (phase == Phase.FINISHING) {
            if (!closingAhead.isZero() && spec.protocol() != Protocol.GPIO) {
                keep(measurer.closing(closingAhead));
            }
            phase = Phase.CLOSED;
        }
        boolean blocked = sendUnsent();
        Duration nap = phase == Phase.MEASURING && !blocked ? measurer.untilNext() : LONGEST_NAP;
        if (phase == Phase.MEASURING || blocked || transport.unanswered() > 0) {
            transport.work(nap.compareTo(LONGEST_NAP) < 0 ? nap : LONGEST_NAP);
        }
    }

    private void keep(Message message) {
        unsent.add(message);
        if (unsent.size() > MEMORY) {
            unsent.remove();
        }
    }

    /** Returns true if something had to stay behind. */
    private boolean sendUnsent() {
        while (!unsent.isEmpty()) {
            Message message = unsent.peek();
            int entry = journal.next();
            journal.sent(message, transport.connections());
            Offer offer = transport.offer(entry, spec.topic(), Payload.of(spec, message));
            if (offer != Offer.TAKEN) {
                journal.forgetNewest();
            }
            if (offer == Offer.LATER) {
                return true;
            }
            unsent.remove();
        }
        return false;
    }

    /** From any thread: no new measurement but a closing one so far ahead, or none if that is zero. */
    public void finish(Duration ahead) {
        closingAhead = ahead;
        phase = Phase.FINISHING;
    }

    /** From any thread: stop at once, whatever is unanswered. */
    public void abandon() throws IOException {
        phase = Phase.ABANDONED;
        transport.close();
    }

    public DeviceSpec spec() {
        return spec;
    }

    public Journal journal() {
        return journal;
    }

    /** Messages sent again so far; exact once the device has ended. */
    public long resent() {
        return transport.resent();
    }

    public int forgottenSessions() {
        return transport.forgottenSessions();
    }

    public int connections() {
        return transport.connections();
    }
}
