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
    private long lastNanos;

    Trouble(Logger log, String what) {
        this.log = log;
        this.what = what;
    }

    void happened(IOException cause) {
        long now = System.nanoTime();
        times++;
        if (times == 1 || now - lastNanos >= EVERY_NANOS) {
            lastNanos = now;
            log.warn("{} fails and will be tried again times={} cause={}", what, times, cause.toString());
        }
    }

    void over() {
        if (times > 0) {
            log.info("{} works again after failing times={}", what, times);
            times = 0;
        }
    }
}
