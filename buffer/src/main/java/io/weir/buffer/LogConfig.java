package io.weir.buffer;

import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * How a log is kept. {@link #defaults} and the {@code with...} copies make one.
 *
 * @param segmentSizeBytes a segment is sealed when its blocks reach this size
 * @param maxSizeBytes the quota for everything in the directory
 * @param maxAge whole segments older than this go, read or not. Ages are measured by the time that the log was open, by
 *     a clock that cannot be set: neither a jump of the wall clock nor the time a gateway was off makes anything older
 * @param keepDelivered what was appended stays this long, measured in the same way, although nobody needs it, unless its
 *     room is needed
 * @param cursorSync committed positions are durable at the latest after this time
 * @param retain what the owner of the streams still needs
 * @param epochIfNew names the lifetime of the buffer if it is created now; unique per gateway
 * @param tailBytes newest blocks kept in memory for cursors that are up to date
 * @param ballastBytes a file that is given up when the disk is full so that state can still be written
 * @param minFreeBytes space on the disk that the log leaves to others
 * @param maxEntryBytes the largest entry that is accepted
 * @param keys what blocks are encrypted with
 */
public record LogConfig(
        long segmentSizeBytes,
        long maxSizeBytes,
        WhenFull whenFull,
        Duration maxAge,
        Duration keepDelivered,
        Duration cursorSync,
        Retain retain,
        Clock clock,
        long epochIfNew,
        long tailBytes,
        long ballastBytes,
        long minFreeBytes,
        int maxEntryBytes,
        Keys keys) {
    /** For {@code maxAge}: no limit. */
    public static final Duration FOREVER = Duration.ofDays(365_000);

    private static final long MIB = 1L << 20;

    public LogConfig {
        requireRange("segmentSizeBytes", segmentSizeBytes, 4096, 1L << 30);
        if (maxSizeBytes < 2 * segmentSizeBytes) {
            throw new IllegalArgumentException("maxSizeBytes (" + maxSizeBytes
                    + ") must hold at least two segments of segmentSizeBytes (" + segmentSizeBytes + ")");
        }
        requireNotNegative("maxAge", maxAge);
        requireNotNegative("keepDelivered", keepDelivered);
        requireNotNegative("cursorSync", cursorSync);
        requireRange("tailBytes", tailBytes, 0, 1L << 30);
        requireRange("ballastBytes", ballastBytes, 0, 1L << 30);
        requireRange("minFreeBytes", minFreeBytes, 0, Long.MAX_VALUE);
        requireRange("maxEntryBytes", maxEntryBytes, 1, 256 * MIB);
    }

    /** Segments of 16 MiB, a quota of 1 GiB that drops the oldest, positions synced every second. */
    public static LogConfig defaults(Clock clock, long epochIfNew) {
        return new LogConfig(
                16 * MIB,
                1024 * MIB,
                WhenFull.DROP_OLDEST,
                FOREVER,
                Duration.ZERO,
                Duration.ofSeconds(1),
                stream -> Offset.BEYOND,
                clock,
                epochIfNew,
                4 * MIB,
                4 * MIB,
                32 * MIB,
                (int) (16 * MIB),
                Keys.NONE);
    }

    public LogConfig withSegmentSize(long bytes) {
        return change(draft -> draft.segmentSizeBytes = bytes);
    }

    public LogConfig withMaxSize(long bytes, WhenFull answer) {
        return change(draft -> {
            draft.maxSizeBytes = bytes;
            draft.whenFull = answer;
        });
    }

    public LogConfig withMaxAge(Duration age) {
        return change(draft -> draft.maxAge = age);
    }

    public LogConfig withKeepDelivered(Duration keep) {
        return change(draft -> draft.keepDelivered = keep);
    }

    public LogConfig withCursorSync(Duration sync) {
        return change(draft -> draft.cursorSync = sync);
    }

    public LogConfig withRetain(Retain needs) {
        return change(draft -> draft.retain = needs);
    }

    public LogConfig withTail(long bytes) {
        return change(draft -> draft.tailBytes = bytes);
    }

    public LogConfig withDiskReserve(long ballast, long minFree) {
        return change(draft -> {
            draft.ballastBytes = ballast;
            draft.minFreeBytes = minFree;
        });
    }

    public LogConfig withMaxEntry(int bytes) {
        return change(draft -> draft.maxEntryBytes = bytes);
    }

    /** From now on blocks are written under these keys; those of segments that exist stay as they are. */
    public LogConfig withKeys(Keys given) {
        return change(draft -> draft.keys = given);
    }

    private LogConfig change(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.done();
    }

    /** A copy on its way to become another one. */
    private static final class Draft {
        private long segmentSizeBytes;
        private long maxSizeBytes;
        private WhenFull whenFull;
        private Duration maxAge;
        private Duration keepDelivered;
        private Duration cursorSync;
        private Retain retain;
        private Clock clock;
        private long epochIfNew;
        private long tailBytes;
        private long ballastBytes;
        private long minFreeBytes;
        private int maxEntryBytes;
        private Keys keys;

        Draft(LogConfig of) {
            segmentSizeBytes = of.segmentSizeBytes;
            maxSizeBytes = of.maxSizeBytes;
            whenFull = of.whenFull;
            maxAge = of.maxAge;
            keepDelivered = of.keepDelivered;
            cursorSync = of.cursorSync;
            retain = of.retain;
            clock = of.clock;
            epochIfNew = of.epochIfNew;
            tailBytes = of.tailBytes;
            ballastBytes = of.ballastBytes;
            minFreeBytes = of.minFreeBytes;
            maxEntryBytes = of.maxEntryBytes;
            keys = of.keys;
        }

        LogConfig done() {
            return new LogConfig(
                    segmentSizeBytes,
                    maxSizeBytes,
                    whenFull,
                    maxAge,
                    keepDelivered,
                    cursorSync,
                    retain,
                    clock,
                    epochIfNew,
                    tailBytes,
                    ballastBytes,
                    minFreeBytes,
                    maxEntryBytes,
                    keys);
        }
    }

    private static void requireRange(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " (" + value + ") must be between " + least + " and " + most);
        }
    }

    private static void requireNotNegative(String name, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(name + " (" + value + ") must not be negative");
        }
    }
}
