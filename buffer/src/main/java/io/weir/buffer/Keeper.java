package io.weir.buffer;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread behind the log that does what nobody should wait for. It is never interrupted, and goes on whatever is thrown: without
 * upkeep the buffer would fill up.
 */
final class Keeper {
    private static final Logger log = LoggerFactory.getLogger(Keeper.class);
    private static final long PAUSE_MILLIS = 1000;

    private final Trouble trouble = new Trouble(log, "The log's upkeep");
    private final Thread thread;
    private final Work work;
    private final long pauseMillis;
    private final Semaphore nudges = new Semaphore(0);
    private volatile boolean stopped;

    /** What is to be done again and again; it copes with trouble itself. */
    @FunctionalInterface
    interface Work {
        void run();
    }

    Keeper(Work work, Duration pause) {
        this.work = work;
        this.pauseMillis = Math.max(1, Math.min(PAUSE_MILLIS, pause.toMillis()));
        this.thread = new Thread(this::run, "weir-log-keeper");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (await()) {
            try {
                work.run();
                trouble.over();
            } catch (RuntimeException | Error e) {
                report(e);
            }
        }
    }

    private void report(Throwable bug) {
        try {
            trouble.happened(bug);
        } catch (RuntimeException | Error worse) {
            // there is no memory even to say so: it is counted, and said the next time
        }
    }

    private boolean await() {
        try {
            if (nudges.tryAcquire(pauseMillis, TimeUnit.MILLISECONDS)) {
                nudges.drainPermits();
            }
        } catch (InterruptedException e) {
            log.debug("The log's upkeep was interrupted and goes on"); // nobody has this thread to interrupt it
        }
        return !stopped;
    }

    /** There is something to do. */
    void nudge() {
        nudges.release();
    }

    /** Returns when the work has ended. */
    void stop() {
        stopped = true;
        nudge();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
