package io.weir.device.mqtt;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Ends a client that is silent for one and a half times what it promised. Stands still while nothing is read from it: a
 * client that is not heard may well be talking. Event loop only, by its clock.
 */
final class KeepAlive {

    private final EventExecutor loop;
    private final Runnable silent;
    private long patienceNanos;
    private long heardNanos;
    private boolean paused;
    private Optional<Future<?>> timer = Optional.empty();

    KeepAlive(EventExecutor loop, Runnable silent) {
        this.loop = loop;
        this.silent = silent;
    }

    /** Zero means that the client may be silent for ever. */
    void start(Duration promised) {
        patienceNanos = promised.toNanos() * 3 / 2;
        heard();
        if (patienceNanos > 0) {
            look(patienceNanos);
        }
    }

    void heard() {
        heardNanos = loop.ticker().nanoTime();
    }

    void pause() {
        paused = true;
    }

    void resume() {
        paused = false;
        heard();
    }

    void stop() {
        timer.ifPresent(running -> running.cancel(false));
        timer = Optional.empty();
    }

    private void look(long inNanos) {
        timer = Optional.of(loop.schedule(this::check, inNanos, TimeUnit.NANOSECONDS));
    }

    private void check() {
        long leftNanos = paused
                ? patienceNanos
                : heardNanos + patienceNanos - loop.ticker().nanoTime();
        if (leftNanos > 0) {
            look(leftNanos);
        } else {
            silent.run();
        }
    }
}
