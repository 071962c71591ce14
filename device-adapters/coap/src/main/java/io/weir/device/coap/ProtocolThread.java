package io.weir.device.coap;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that parses, decodes and answers, so that a device's messages keep the order in which the socket gave
 * them. Knows how much work waits (timers, such as retransmissions, do not count), so that the socket can stop feeding it.
 */
final class ProtocolThread extends ScheduledThreadPoolExecutor {

    private static final Logger log = LoggerFactory.getLogger(ProtocolThread.class);

    private final AtomicInteger backlog = new AtomicInteger();

    ProtocolThread(String name) {
        super(1, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        setRemoveOnCancelPolicy(true);
        setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public void execute(Runnable task) {
        backlog.incrementAndGet();
        super.execute(() -> {
            backlog.decrementAndGet();
            task.run();
        });
    }

    /** Repeats the task until the end; one that fails is reported and comes again. */
    void every(Duration pause, Runnable task) {
        ScheduledFuture<?> repeating = scheduleWithFixedDelay(
                () -> {
                    try {
                        task.run();
                    } catch (RuntimeException e) {
                        log.error(
                                "A periodic task of {} failed; it will be tried again",
                                Thread.currentThread().getName(),
                                e);
                    }
                },
                pause.toMillis(),
                pause.toMillis(),
                TimeUnit.MILLISECONDS);
        log.debug("Scheduled {}", repeating);
    }

    int backlog() {
        return backlog.get();
    }

    /** Gives running work two seconds, then interrupts it. */
    void end() {
        shutdown();
        try {
            if (!awaitTermination(2, TimeUnit.SECONDS)) {
                shutdownNow();
            }
        } catch (InterruptedException e) {
            shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
