package io.weir.gateway.core;

import io.weir.buffer.RecordLog;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether the log has room for a group, and shuts the intake while it has none. That is ordinary where old records
 * give way to new ones: it lasts a moment, and one line a minute says so. Core thread.
 */
final class Room {

    private static final Logger LOG = LoggerFactory.getLogger(Room.class);
    private static final Duration PACE = Duration.ofMinutes(1);
    private static final Duration SHORTEST_NAP = Duration.ofMillis(5);

    /** Two groups in the air and their blocks. */
    private static final long RESERVE_BYTES = 8L << 20;
    /** The older kept one counts, so that after two of them everything before may go. */
    private static final int CHECKPOINTS = 2;

    private final RecordLog log;
    private final BoundedIntake intake;
    private final Clock clock;
    private final Duration longestNap;
    private Duration nap = SHORTEST_NAP;
    private long saidMillis = Long.MIN_VALUE / 2;
    private boolean said;
    private long silent;
    private int checkpoints;

    Room(RecordLog log, BoundedIntake intake, Clock clock, Duration longestNap) {
        this.log = log;
        this.intake = intake;
        this.clock = clock;
        this.longestNap = longestNap;
    }

    boolean isThere() {
        boolean room = log.hasRoom(RESERVE_BYTES);
        if (room == intake.isShut()) {
            intake.shut(!room);
            if (room) {
                opened();
            } else {
                shut();
            }
        }
        return room;
    }

    private void opened() {
        nap = SHORTEST_NAP;
        checkpoints = 0;
        if (said) {
            said = false;
            LOG.info("The buffer has room again, intake goes on");
        }
    }

    private void shut() {
        long now = clock.millis();
        if (Math.abs(now - saidMillis) < PACE.toMillis()) {
            silent++;
            return;
        }
        LOG.error("The buffer is full or the disk is: intake refuses until there is room since-last-line={}", silent);
        saidMillis = now;
        said = true;
        silent = 0;
    }

    /**
     * Whether a checkpoint now would let the log make room: after a burst that filled it before one was due, nothing comes
     * in any more that one could follow. The caller then writes one.
     */
    boolean needsCheckpoint() {
        boolean needed =
                intake.isShut() && checkpoints < CHECKPOINTS && log.stats().wantsCheckpoint();
        if (needed) {
            checkpoints++;
        }
        return needed;
    }

    /** How long to wait before looking again: the longer, the longer there has been none. */
    Duration patience() {
        Duration now = nap;
        Duration twice = now.multipliedBy(2);
        nap = twice.compareTo(longestNap) < 0 ? twice : longestNap;
        return now;
    }
}
