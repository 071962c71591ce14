package io.weir.buffer;

import java.time.Duration;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Seeds for tests of what must hold for every input. A failure names its seed and how many were done before; {@code -Dseed=N}
 * runs that one again, {@code -Dseeds=N} as many as wanted, {@code -Dskip=N} leaves out so many, {@code -Dminutes=N} runs
 * no more than can be done in that time. A long run says once a minute how far it is.
 */
final class Seeds {
    private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();

    private final long first;
    private final long end;
    private final Body body;
    private final long begunNanos = System.nanoTime();
    private final long mostNanos = MINUTE_NANOS * Long.getLong("minutes", 24 * 60);
    private final AtomicLong next;
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong toldNanos = new AtomicLong(System.nanoTime());
    private final AtomicReference<@Nullable AssertionError> failure = new AtomicReference<>();

    private Seeds(long first, long count, Body body) {
        this.first = first;
        this.end = first + count;
        this.body = body;
        this.next = new AtomicLong(first);
    }

    /** What one seed runs. */
    @FunctionalInterface
    interface Body {
        void run(SplittableRandom random) throws Exception;
    }

    /** Runs the body with each of so many seeds from {@code first} on, on all cores. */
    static void each(long first, int count, Body body) {
        Long one = Long.getLong("seed");
        Seeds seeds = one != null
                ? new Seeds(one, 1, body)
                : new Seeds(first + Long.getLong("skip", 0), Long.getLong("seeds", count), body);
        seeds.runAll();
    }

    /** Each thread takes the next seed in turn, so that what is done is a range but for the last few. */
    private void runAll() {
        int threads = Runtime.getRuntime().availableProcessors();
        IntStream.range(0, threads).parallel().forEach(thread -> runSome());
        AssertionError failed = failure.get();
        if (failed != null) {
            System.out.println("After " + progress(System.nanoTime()) + ": " + failed.getMessage());
            throw failed;
        }
    }

    private void runSome() {
        while (failure.get() == null && System.nanoTime() - begunNanos < mostNanos) {
            long seed = next.getAndIncrement();
            if (seed >= end) {
                return;
            }
            run(seed);
            tell();
        }
    }

    private void run(long seed) {
        try {
            body.run(new SplittableRandom(seed));
            done.incrementAndGet();
        } catch (Exception | AssertionError e) {
            failure.compareAndSet(null, new AssertionError("Fails with -Dseed=" + seed + ": " + e, e));
        }
    }

    private void tell() {
        long now = System.nanoTime();
        long told = toldNanos.get();
        if (now - told > MINUTE_NANOS && toldNanos.compareAndSet(told, now)) {
            System.out.println(progress(now));
        }
    }

    private String progress(long nowNanos) {
        double seconds = (nowNanos - begunNanos) / 1e9;
        return String.format(
                Locale.ROOT,
                "%d of %d histories, seeds %d to %d, %.0f per second",
                done.get(),
                end - first,
                first,
                Math.min(end, next.get()) - 1,
                done.get() / seconds);
    }
}
