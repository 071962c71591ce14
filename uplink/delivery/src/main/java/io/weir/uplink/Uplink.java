package io.weir.uplink;

import io.weir.buffer.Cursor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers streams to one destination, forever. It has a platform thread of its own, which alone uses the cursor and the
 * sink and closes both at the end; {@link #start} and {@link #close} belong to the gateway's life cycle, {@link #accounts}
 * and {@link #status} to anyone. What survives a crash is the cursor with its note, and the dead-letter file: what was
 * delivered since the last durable commit of the cursor is delivered again, with the same ids.
 */
public final class Uplink implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Uplink.class);
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(1);
    /** A batch on its way gets this long to end by itself, then it is interrupted. */
    private static final Duration GRACE = Duration.ofMillis(900);

    private final UplinkConfig config;
    private final Cursor cursor;
    private final InterruptibleSink sink;
    private final DeadLetters deadLetters;
    private final Progress progress;
    private final Lane lane;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;

    /**
     * @param sink the uplink owns it from now on
     * @param deadLetterDirectory made when the first dead letter comes
     * @param random for the jitter; used by the uplink's thread only
     */
    public Uplink(
            UplinkConfig config,
            Source source,
            Sink sink,
            Path deadLetterDirectory,
            RandomGenerator random,
            Clock clock) {
        this.config = config;
        this.cursor = source.cursor();
        this.sink = new InterruptibleSink(sink);
        this.deadLetters = new DeadLetters(deadLetterDirectory, config.name(), DeadLetters.LIMIT_BYTES, clock);
        this.progress = new Progress(config.name(), clock);
        this.lane = new Lane(config, source, this.sink, deadLetters, random, progress, clock);
        this.thread = new Thread(this::run, "uplink-" + config.name());
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    /** The ledger's figures of this uplink, as of this moment. */
    public Accounts accounts() {
        return Accounts.of(cursor.standing());
    }

    public UplinkStatus status() {
        return progress.status();
    }

    private void run() {
        try {
            while (!isStopping()) {
                supervisedTurn();
            }
        } catch (InterruptedException e) {
            LOG.debug("Uplink {} was interrupted in a batch; it will be sent again", config.name());
        } finally {
            closeAll();
        }
    }

    private boolean isStopping() {
        return stop.getCount() == 0;
    }

    private void supervisedTurn() throws InterruptedException {
        try {
            rest(lane.turn());
        } catch (IOException e) {
            progress.paused("the buffer cannot be read: " + e.getMessage(), AFTER_TROUBLE);
            progress.broken(e);
            rest(AFTER_TROUBLE);
        } catch (RuntimeException e) {
            progress.paused("internal error: " + e, AFTER_TROUBLE);
            progress.bug(e);
            rest(AFTER_TROUBLE);
        }
    }

    private void rest(Duration time) throws InterruptedException {
        if (!time.isZero()) {
            stop.await(time.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void closeAll() {
        closeQuietly("sink", sink::close);
        closeQuietly("dead-letter file", deadLetters::close);
        closeQuietly("cursor", () -> {
            try (cursor) { // also if the disk fails: nobody could open it again
                cursor.flush();
            }
        });
    }

    private interface Closing {
        void close() throws IOException;
    }

    private void closeQuietly(String what, Closing closing) {
        try {
            closing.close();
        } catch (IOException | RuntimeException e) {
            LOG.warn("Uplink {} could not close its {}: {}", config.name(), what, e.toString());
        }
    }

    /**
     * Stops within two seconds and closes cursor and sink. A batch on its way may end by itself for about a second; one that
     * is cut off counts as not sent.
     */
    @Override
    public void close() {
        boolean first = !isStopping();
        stop.countDown();
        if (thread.getState() == Thread.State.NEW) {
            if (first) {
                closeAll();
            }
            return;
        }
        try {
            thread.join(GRACE.toMillis());
            sink.interrupt();
            thread.join(GRACE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.warn("Uplink {} does not stop; its thread is left to end by itself", config.name());
        }
    }
}
