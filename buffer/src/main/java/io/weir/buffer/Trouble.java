package io.weir.buffer;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;

/** Says that something does not work, once a minute while it lasts, and that it works again. One thread. */
final class Trouble {
    private static final long EVERY_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Logger log;
    private final String what;
    private long times;
    private boolean said;
    private long lastNanos;

    Trouble(Logger log, String what) {
        this.log = log;
        this.what = what;
    }

    /** The world is to blame. */
    void happened(IOException cause) {
        if (isDue()) {
            log.warn("{} fails and will be tried again times={} cause={}", what, times, cause.toString());
            said();
        }
    }

    /** We are, or there is not enough memory: somebody must act. */
    void happened(Throwable bug) {
        if (isDue()) {
            log.error("{} has failed and goes on, report this times={}", what, times, bug);
            said();
        }
    }

    private boolean isDue() {
        times++;
        return !said || System.nanoTime() - lastNanos >= EVERY_NANOS;
    }

    private void said() {
        said = true;
        lastNanos = System.nanoTime();
    }

    void over() {
        if (times > 0) {
            log.info("{} works again after failing times={}", what, times);
            times = 0;
            said = false;
        }
    }
}
