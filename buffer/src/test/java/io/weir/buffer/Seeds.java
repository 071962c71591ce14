package io.weir.buffer;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/**
 * Seeds for tests of what must hold for every input. A failure names its seed; {@code -Dseed=N} runs that one again,
 * {@code -Dseeds=N} as many as wanted, {@code -Dminutes=N} no more than can be done in that time.
 */
final class Seeds {
    private Seeds() {}

    /** What one seed runs. */
    @FunctionalInterface
    interface Body {
        void run(SplittableRandom random) throws Exception;
    }

    /** Runs the body with each of so many seeds from {@code first} on, on all cores. */
    static void each(long first, int count, Body body) {
        String one = System.getProperty("seed", "");
        String many = System.getProperty("seeds", "");
        long from = first + Long.getLong("skip", 0);
        LongStream seeds = one.isEmpty()
                ? LongStream.range(from, from + (many.isEmpty() ? count : Long.parseLong(many)))
                : LongStream.of(Long.parseLong(one));
        long begin = System.nanoTime();
        long most = Duration.ofMinutes(Long.getLong("minutes", 24 * 60)).toNanos();
        seeds.parallel().filter(seed -> System.nanoTime() - begin < most).forEach(seed -> run(seed, body));
    }

    private static void run(long seed, Body body) {
        try {
            body.run(new SplittableRandom(seed));
        } catch (Exception | AssertionError e) {
            throw new AssertionError("Fails with -Dseed=" + seed + ": " + e, e);
        }
    }
}
