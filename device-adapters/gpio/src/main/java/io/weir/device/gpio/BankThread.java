package io.weir.device.gpio;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread of a bank: reads edges, lets time settle them, and now and then looks at every line. It owns the lines
 * and closes them when it ends. Trouble with the hardware is reported and tried again; it does not end the thread.
 */
final class BankThread {

    private static final Logger log = LoggerFactory.getLogger(BankThread.class);

    /** How often lines are looked at although no edge was heard. */
    static final Duration LOOK = Duration.ofSeconds(1);

    /** Longest wait for an edge, so that a close is noticed. */
    private static final Duration PATIENCE = Duration.ofMillis(100);

    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(5);
    private static final Duration BETWEEN_WARNINGS = Duration.ofMinutes(1);

    private final String name;
    private final GpioBank bank;
    private final List<Input> inputs;
    private final LongSupplier nanoTime;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile Optional<String> trouble = Optional.empty();
    private long nextLookNanos;
    private long nextWarningNanos;

    BankThread(String name, GpioBank bank, List<Input> inputs, LongSupplier nanoTime) {
        this.name = name;
        this.bank = bank;
        this.inputs = List.copyOf(inputs);
        this.nanoTime = nanoTime;
        thread = new Thread(this::run, "gpio-" + name);
        thread.setDaemon(true);
        nextLookNanos = nanoTime.getAsLong() + LOOK.toNanos();
        nextWarningNanos = nanoTime.getAsLong();
    }

    void start() {
        thread.start();
    }

    boolean isAlive() {
        return thread.isAlive();
    }

    Optional<String> trouble() {
        return trouble;
    }

    private void run() {
        try (bank) {
            while (closing.getCount() > 0) {
                turnOrPause();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void turnOrPause() throws InterruptedException {
        try {
            bank.await(patience());
            turn();
            if (trouble.isPresent()) {
                log.info("GPIO adapter {} reads its inputs again", name);
                trouble = Optional.empty();
            }
        } catch (IOException e) {
            note(e);
            // a broken line answers at once, so without a pause this would be a busy loop
            closing.await(AFTER_TROUBLE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** One look at everything that may have changed; for tests, too. */
    void turn() throws IOException {
        for (Input input : inputs) {
            input.readEdges();
        }
        long now = nanoTime.getAsLong();
        boolean look = now - nextLookNanos >= 0;
        for (Input input : inputs) {
            if (look) {
                input.look(now);
            } else {
                input.settle(now);
            }
        }
        if (look) {
            nextLookNanos = now + LOOK.toNanos();
        }
    }

    private Duration patience() {
        long now = nanoTime.getAsLong();
        long nanos = Math.min(PATIENCE.toNanos(), Math.max(0, nextLookNanos - now));
        for (Input input : inputs) {
            OptionalLong deadline = input.deadlineNanos();
            if (deadline.isPresent()) {
                nanos = Math.min(nanos, Math.max(0, deadline.getAsLong() - now));
            }
        }
        return Duration.ofNanos(nanos);
    }

    private void note(IOException failure) {
        trouble = Optional.of("inputs cannot be read: " + failure.getMessage());
        if (nanoTime.getAsLong() - nextWarningNanos >= 0) {
            log.warn("GPIO adapter {} cannot read its inputs and tries again: {}", name, failure.getMessage());
            nextWarningNanos = nanoTime.getAsLong() + BETWEEN_WARNINGS.toNanos();
        }
    }

    /** Ends the thread, which closes the bank. */
    void close() {
        closing.countDown();
        boolean interrupted = false;
        try {
            thread.join(Duration.ofSeconds(5).toMillis());
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (thread.isAlive()) {
            log.warn("GPIO adapter {} did not stop in 5 s; its pins stay taken until it does", name);
            thread.interrupt();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
