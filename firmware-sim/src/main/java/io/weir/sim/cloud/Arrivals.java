package io.weir.sim.cloud;

import io.weir.sim.cloud.SeenIds.Novelty;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The books of the cloud. Endpoints hand in batches from their own threads and return when the batch is counted; one
 * thread of this object does the counting and tells the listener of every fresh record, in the order of arrival.
 * Nothing survives the process.
 */
public final class Arrivals implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Arrivals.class);
    private final ThreadPoolExecutor counter;
    private final Consumer<Arrival> fresh;
    private final SeenIds seen = new SeenIds();
    private final Map<String, Long> newest = new HashMap<>();
    private final Map<String, Long> streams = new TreeMap<>();
    private long batches;
    private long freshRecords;
    private long repeats;
    private long contradictions;
    private long disordered;
    private long malformed;
    private volatile Counts counts = Counts.NONE;

    public Arrivals(Consumer<Arrival> fresh) {
        this.fresh = fresh;
        this.counter = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(256),
                task -> {
                    Thread thread = new Thread(task, "cloud-books");
                    thread.setDaemon(true);
                    return thread;
                },
                new ThreadPoolExecutor.CallerRunsPolicy());
    }

    /** Counts one batch; it is in the books when this returns. */
    public void take(List<String> lines) {
        CompletableFuture.runAsync(() -> count(lines), counter).join();
    }

    private void count(List<String> lines) {
        batches++;
        for (String line : lines) {
            if (!line.isBlank()) {
                count(line);
            }
        }
        counts = new Counts(batches, freshRecords, repeats, contradictions, disordered, malformed, streams);
    }

    private void count(String line) {
        Arrival arrival;
        try {
            arrival = Arrival.parse(line);
        } catch (Arrival.MalformedException e) {
            malformed++;
            log.debug("Malformed record no. {}", malformed);
            return;
        }
        Novelty novelty = seen.add(arrival.id(), line.hashCode());
        if (novelty == Novelty.REPEAT) {
            repeats++;
        } else if (novelty == Novelty.CONTRADICTION) {
            contradictions++;
        } else {
            freshRecords++;
            streams.merge(arrival.stream(), 1L, Long::sum);
            checkOrder(arrival);
            fresh.accept(arrival);
        }
    }

    private void checkOrder(Arrival arrival) {
        long number = SeenIds.number(arrival.id());
        if (number >= 0) {
            String lane = arrival.stream()
                    + '/'
                    + arrival.device()
                    + '/'
                    + arrival.id().substring(0, arrival.id().lastIndexOf('/'));
            Long before = newest.put(lane, number);
            if (before != null && before > number) {
                disordered++;
                newest.put(lane, before);
            }
        }
    }

    /** The totals after the batch that was counted last. Any thread. */
    public Counts counts() {
        return counts;
    }

    @Override
    public void close() {
        counter.shutdownNow();
    }
}
