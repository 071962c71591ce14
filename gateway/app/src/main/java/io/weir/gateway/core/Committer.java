package io.weir.gateway.core;

import io.weir.buffer.Group;
import io.weir.buffer.LogFullException;
import io.weir.buffer.Offset;
import io.weir.buffer.RecordLog;
import io.weir.device.Ack;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes the log: appends a group, syncs it, and only then completes its acknowledgements. Holds one
 * group at a time while the core gathers the next, which is how commits grow with the load.
 *
 * <p>When the disk fails it opens the log anew, looks how far the log reaches, and writes the group again if it is not
 * there; nothing is skipped and nothing is acknowledged meanwhile. Only a group that may be refused is tried once, and given
 * up as soon as it is known not to be in the log. Never interrupted.
 */
final class Committer implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Committer.class);
    private static final Duration PAUSE_AFTER_TROUBLE = Duration.ofMillis(500);

    private final RecordLog log;
    private final BoundedIntake intake;
    private final CommittedAccounts accounts;
    private final InputsNeeded inputsNeeded;
    private final AtomicReference<@Nullable CommitJob> slot = new AtomicReference<>();
    private volatile String trouble = "";
    private volatile String refusal = "";
    private final Thread thread = new Thread(this, "committer");
    private volatile boolean stopping;
    private final AtomicLong groups = new AtomicLong();

    /** @param inputsNeeded told from where on the log's inputs are needed, after each checkpoint */
    Committer(RecordLog log, BoundedIntake intake, CommittedAccounts accounts, InputsNeeded inputsNeeded) {
        this.log = log;
        this.intake = intake;
        this.accounts = accounts;
        this.inputsNeeded = inputsNeeded;
    }

    void start() {
        thread.start();
    }

    /** True when {@link #hand} may be called. Core thread. */
    boolean isIdle() {
        return slot.get() == null;
    }

    void hand(CommitJob job) {
        if (!slot.compareAndSet(null, job)) {
            throw new IllegalStateException("the last group is still being committed");
        }
        LockSupport.unpark(thread);
    }

    /** Groups committed since the start. */
    long groups() {
        return groups.get();
    }

    /** What keeps the log from being written, in the operator's words; empty when all is well. Any thread. */
    String trouble() {
        return trouble;
    }

    /** Why the last group that might be refused was; empty when it is durable. Ask when idle. Core thread. */
    String refusal() {
        return refusal;
    }

    /** Ends after the group in hand, or at the latest when its disk fails once more. Waits. */
    void stop() throws InterruptedException {
        stopping = true;
        LockSupport.unpark(thread);
        thread.join();
    }

    @Override
    public void run() {
        while (true) {
            CommitJob job = slot.get();
            if (job != null) {
                commit(job);
                slot.set(null);
                intake.wake();
            } else if (stopping) {
                return;
            } else {
                LockSupport.park(this);
            }
        }
    }

    private void commit(CommitJob job) {
        refusal = "";
        if (!makeDurable(job.group(), job.mayBeRefused())) {
            return;
        }
        accounts.add(job.increments());
        groups.incrementAndGet();
        for (Ack ack : job.acks()) {
            ack.committed();
        }
        intake.release(job.intakeBytes());
        job.checkpoint().ifPresent(this::saveCheckpoint);
    }

    /** False when the group was refused, or the gateway stops while the disk refuses: then the group is not in the log. */
    private boolean makeDurable(Group group, boolean mayBeRefused) {
        Offset start = log.stats().next();
        while (true) {
            try {
                log.append(group);
                log.commit();
                cleared();
                return true;
            } catch (LogFullException e) {
                String words = "The buffer has no room: " + e.getMessage();
                if (mayBeRefused) {
                    refusal = words;
                    return false;
                }
                troubled(words);
            } catch (IOException e) {
                String words = "The buffer cannot be written: " + e.getMessage();
                if (!mayBeRefused) {
                    troubled(words);
                }
                Optional<Offset> next = reopen();
                if (next.isEmpty()) {
                    return false;
                }
                if (next.get().value() >= start.value() + group.entries().size()) {
                    cleared();
                    return true;
                }
                if (mayBeRefused) {
                    cleared();
                    refusal = words;
                    return false;
                }
            }
            if (stopping) {
                return false;
            }
            LockSupport.parkNanos(this, PAUSE_AFTER_TROUBLE.toNanos());
        }
    }

    private Optional<Offset> reopen() {
        while (true) {
            try {
                return Optional.of(log.reopen());
            } catch (IOException e) {
                troubled("The buffer cannot be opened again: " + e.getMessage());
            }
            if (stopping) {
                return Optional.empty();
            }
            LockSupport.parkNanos(this, PAUSE_AFTER_TROUBLE.toNanos());
        }
    }

    private void saveCheckpoint(byte[] state) {
        try {
            log.checkpoints().save(log.stats().next(), ByteBuffer.wrap(state));
            log.checkpoints().oldestKept().ifPresent(inputsNeeded::from);
        } catch (IOException e) {
            LOG.warn(
                    "A checkpoint could not be saved; the last one holds and a restart takes longer: {}",
                    e.getMessage());
        }
    }

    private void troubled(String words) {
        boolean first = trouble.isEmpty();
        trouble = words;
        if (first) {
            LOG.error("{}. Nothing is acknowledged until it can; devices will send again", words);
        }
    }

    private void cleared() {
        if (!trouble.isEmpty()) {
            trouble = "";
            LOG.info("The buffer is being written again");
        }
    }
}
