package io.weir.gateway;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How much is written to flash, and what can be done about it. A commit rewrites the last page of the data, however little
 * it brings; so it is the number of commits that wears a card out, not the readings.
 */
public final class FlashWear {

    /** What a small commit writes beside its payload: a page of 4 KiB and now and then a second one, measured. */
    public static final long COMMIT_BYTES = 4400;
    /** A reading and its share of the marks, rounded up. */
    static final long READING_BYTES = 200;

    private static final int ASSUMED_PER_SECOND = 100;
    private static final Duration YEAR = Duration.ofDays(365);
    private static final Duration LEAST_OBSERVED = Duration.ofMinutes(1);
    private static final Duration EASY = Duration.ofMillis(250);

    private FlashWear() {}

    /** What was written in this time, as if it went on for a year; 0 before a minute was seen. */
    static double perYear(long writtenBytes, long observedMillis) {
        return observedMillis < LEAST_OBSERVED.toMillis()
                ? 0
                : (double) writtenBytes / observedMillis * YEAR.toMillis();
    }

    /** Bytes a year at a steady rate, were every reading alone except for what this wait gathers. */
    public static double perYear(int readingsPerSecond, Duration commitEvery, long commitBytes) {
        double commits = commitEvery.isZero()
                ? readingsPerSecond
                : Math.min(readingsPerSecond, 1000.0 / Math.max(1, commitEvery.toMillis()));
        return (commits * commitBytes + (double) readingsPerSecond * READING_BYTES) * YEAR.toSeconds();
    }

    /** For {@code weir check}. */
    static List<String> lines(Duration commitEvery) {
        List<String> lines = new ArrayList<>();
        lines.add("flash   writes: about " + terabytes(perYear(ASSUMED_PER_SECOND, commitEvery, COMMIT_BYTES))
                + " a year, if " + ASSUMED_PER_SECOND + " readings a second come one by one and commit-every is "
                + commitEvery.toMillis() + "ms");
        if (commitEvery.compareTo(EASY) < 0) {
            lines.add(
                    "flash   advice: each commit writes 4KiB however small it is, so a reading that is committed alone "
                            + "costs 20 times its size; buffer.commit-every 250ms would write "
                            + terabytes(perYear(ASSUMED_PER_SECOND, EASY, COMMIT_BYTES)) + ", 1s "
                            + terabytes(perYear(ASSUMED_PER_SECOND, Duration.ofSeconds(1), COMMIT_BYTES))
                            + "; devices wait that much longer for their acknowledgement");
        }
        return lines;
    }

    /** As cards are rated. */
    public static String terabytes(double bytes) {
        return String.format(Locale.ROOT, "%.1f TB", bytes / 1e12);
    }
}
