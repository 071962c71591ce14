package io.weir.device.mqtt;

import io.weir.device.Ack;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries acknowledgements from the committer's thread to the event loop: a burst of them costs one task there, and nothing
 * is allocated for it. Order is kept.
 */
final class AckLane {

    /** Who hears on the event loop that something was committed. */
    interface Receiver {

        /** One message is on disk. */
        void committed(int packetId, byte reasonCode);

        /** The burst is over: write what was collected. Called once per burst for each receiver that heard of one. */
        void burstEnds();
    }

    /** One message's acknowledgement; also the link of the lane's list, so that a burst allocates nothing. */
    private static final class Waiting implements Ack {
        private final AckLane lane;
        private final Receiver receiver;
        private final int packetId;
        private final byte reasonCode;
        private @Nullable Waiting older;

        private Waiting(AckLane lane, Receiver receiver, int packetId, byte reasonCode) {
            this.lane = lane;
            this.receiver = receiver;
            this.packetId = packetId;
            this.reasonCode = reasonCode;
        }

        @Override
        public void committed() {
            lane.add(this);
        }
    }

    private static final Logger log = LoggerFactory.getLogger(AckLane.class);

    private final Executor loop;
    private final AtomicReference<@Nullable Waiting> newest = new AtomicReference<>();
    private final List<Receiver> touched = new ArrayList<>();

    AckLane(Executor loop) {
        this.loop = loop;
    }

    Ack ack(Receiver receiver, int packetId, byte reasonCode) {
        return new Waiting(this, receiver, packetId, reasonCode);
    }

    /** Runs the action on the event loop once something is committed. */
    Ack then(Runnable action) {
        return ack(
                new Receiver() {
                    @Override
                    public void committed(int packetId, byte reasonCode) {
                        action.run();
                    }

                    @Override
                    public void burstEnds() {
                        // Nothing was collected.
                    }
                },
                0,
                (byte) 0);
    }

    private void add(Waiting waiting) {
        Waiting before;
        do {
            before = newest.get();
            waiting.older = before;
        } while (!newest.compareAndSet(before, waiting));
        if (before == null) {
            try {
                loop.execute(this::drain);
            } catch (RejectedExecutionException closed) {
                log.debug("An acknowledgement came after the endpoint closed");
            }
        }
    }

    private void drain() {
        Waiting next = oldestFirst(newest.getAndSet(null));
        while (next != null) {
            Receiver receiver = next.receiver;
            receiver.committed(next.packetId, next.reasonCode);
            if (touched.isEmpty() || touched.get(touched.size() - 1) != receiver) {
                touched.add(receiver);
            }
            next = next.older;
        }
        // A receiver may stand here several times; the first call empties it.
        touched.forEach(Receiver::burstEnds);
        touched.clear();
    }

    private static @Nullable Waiting oldestFirst(@Nullable Waiting newestFirst) {
        Waiting oldest = null;
        Waiting rest = newestFirst;
        while (rest != null) {
            Waiting after = rest.older;
            rest.older = oldest;
            oldest = rest;
            rest = after;
        }
        return oldest;
    }
}
