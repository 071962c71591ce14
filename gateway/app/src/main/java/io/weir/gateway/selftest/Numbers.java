package io.weir.gateway.selftest;

import io.weir.buffer.Entry;
import io.weir.buffer.Group;
import io.weir.buffer.Inspection;
import io.weir.buffer.LogConfig;
import io.weir.buffer.LogRecord;
import io.weir.buffer.LogStats;
import io.weir.buffer.LostRange;
import io.weir.buffer.Offset;
import io.weir.buffer.RecordLog;
import io.weir.buffer.Scan;
import io.weir.buffer.WhenFull;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A log of numbered entries whose whole content follows from their number, so that anyone can tell a true one. As a program
 * it writes them until it is ended, and says {@code acked N} when all below N are on the disk.
 */
public final class Numbers {

    /** By this a directory is known to be ours. */
    static final long EPOCH = 1_987_654_321;

    private static final int STREAM = 16;
    private static final int MOST_IN_GROUP = 40;
    private static final int MOST_BYTES = 300;
    private static final long QUOTA_BYTES = 1L << 30;

    private Numbers() {}

    /** Arguments: the log's directory and, if it is to end by itself, how many to write. */
    public static void main(String[] arguments) throws IOException {
        long most = arguments.length > 1 ? Long.parseLong(arguments[1]) : Long.MAX_VALUE;
        write(Path.of(arguments[0]), most, new PrintStream(System.out, true, StandardCharsets.UTF_8));
    }

    static LogConfig config() {
        return config(QUOTA_BYTES);
    }

    static LogConfig config(long quotaBytes) {
        return LogConfig.defaults(Clock.systemUTC(), EPOCH)
                .withSegmentSize(1 << 20)
                .withMaxSize(quotaBytes, WhenFull.DROP_OLDEST)
                .withKeepDelivered(Duration.ofDays(3650))
                .withDiskReserve(0, 0);
    }

    static void write(Path directory, long most, PrintStream said) throws IOException {
        try (RecordLog log = RecordLog.open(directory, config())) {
            long next = log.stats().next().value();
            said.println("begin " + next);
            SplittableRandom random = new SplittableRandom(next);
            long end = most > Long.MAX_VALUE - next ? Long.MAX_VALUE : next + most;
            while (next < end && !said.checkError()) {
                int size = (int) Math.min(end - next, 1 + random.nextInt(MOST_IN_GROUP));
                List<Entry> entries = new ArrayList<>();
                for (long number = next; number < next + size; number++) {
                    entries.add(entry(number));
                }
                log.append(new Group(entries));
                log.commit();
                next += size;
                said.println("acked " + next);
            }
        }
    }

    static Entry entry(long number) {
        return new Entry(STREAM, number, bytes(number));
    }

    private static ByteBuffer bytes(long number) {
        SplittableRandom random = new SplittableRandom(number);
        byte[] bytes = new byte[random.nextInt(MOST_BYTES)];
        random.nextBytes(bytes);
        return ByteBuffer.wrap(bytes);
    }

    /**
     * What is there.
     *
     * @param lost of those that were acknowledged
     * @param wrong that are not what was written
     */
    record Verdict(long there, long lost, long wrong, List<LostRange> gaps) {
        boolean isClean() {
            return lost == 0 && wrong == 0;
        }
    }

    /** Whether everything below {@code acked} is there and true. The oldest may have been deleted by the quota. */
    static Verdict verify(Path directory, long acked) throws IOException {
        return verify(directory, acked, QUOTA_BYTES);
    }

    static Verdict verify(Path directory, long acked, long quotaBytes) throws IOException {
        Inspection log = RecordLog.inspect(directory);
        long expected = log.stats().first().value();
        long there = 0;
        long wrong = 0;
        long lost = lostBefore(log.stats(), Math.min(expected, acked), quotaBytes);
        try (Scan scan = log.scan(Offset.FIRST, Set.of(STREAM))) {
            while (scan.hasNext()) {
                LogRecord entry = scan.next();
                long number = entry.offset().value();
                lost += Math.max(0, Math.min(number, acked) - expected);
                expected = number + 1;
                there++;
                wrong += entry.timeMillis() == number && entry.bytes().equals(bytes(number)) ? 0 : 1;
            }
        }
        lost += Math.max(0, acked - expected);
        return new Verdict(there, lost, wrong, log.stats().gaps());
    }

    /** The quota deletes nothing before much of it is used, and then the log itself knows what it has deleted. */
    private static long lostBefore(LogStats stats, long first, long quotaBytes) {
        if (stats.bytesOnDisk() < quotaBytes / 4) {
            return first;
        }
        long lost = 0;
        for (LostRange gap : stats.gaps()) {
            lost += Math.max(0, Math.min(gap.to().value(), first) - gap.from().value());
        }
        return lost;
    }
}
