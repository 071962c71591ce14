package io.weir.buffer;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;

/**
 * Says what was given up before it was delivered: at first at once, then at most once a minute all that has come together.
 * The ledger has every row. Under the log's upkeep lock.
 */
final class Farewell {
    private static final long EVERY_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Logger log;
    private final Losses unsaid = new Losses();
    private long from = Long.MAX_VALUE;
    private long to;
    private long saidNanos = System.nanoTime() - EVERY_NANOS;

    Farewell(Logger log) {
        this.log = log;
    }

    void add(long first, long end, Map<Expiry, Map<Integer, Long>> counts) {
        from = Math.min(from, first);
        to = Math.max(to, end);
        unsaid.addAll(counts);
        say();
    }

    /** What is left to say, if it is time. */
    void say() {
        long now = System.nanoTime();
        if (unsaid.sum() == 0 || now - saidNanos < EVERY_NANOS) {
            return;
        }
        Map<String, Map<Integer, Long>> texts = new TreeMap<>();
        unsaid.toMap().forEach((reason, byStream) -> texts.put(reason.text(), byStream));
        log.warn("Records were given up before they were delivered from={} to={} records={}", from, to, texts);
        saidNanos = now;
        unsaid.clear();
        from = Long.MAX_VALUE;
        to = 0;
    }
}
