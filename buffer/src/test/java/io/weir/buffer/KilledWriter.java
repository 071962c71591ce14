package io.weir.buffer;

import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A program that appends, reads, saves checkpoints, rewrites and deletes until it is killed or nobody listens any more.
 * Prints, each only after it is durable: {@code acked END}, {@code cursor POSITION}, {@code checkpoint AT}; and before
 * everything that it does to the disk what that is.
 */
public final class KilledWriter {
    private KilledWriter() {}

    static LogConfig config() {
        return LogConfig.defaults(Clock.systemUTC(), 7)
                .withSegmentSize(1 << 16)
                .withCursorSync(Duration.ofMillis(5))
                .withDiskReserve(0, 0);
    }

    /** Arguments: the buffer's directory and a seed. */
    public static void main(String[] args) throws Exception {
        PrintStream out =
                new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out), true, StandardCharsets.UTF_8);
        SplittableRandom random = new SplittableRandom(Long.parseLong(args[1]));
        DiskLog log = DiskLog.open(Path.of(args[0]), config(), new TalkingDisk(new LocalDisk(), out::println), true);
        Cursor cursor = log.cursor("up", Set.of(0, 1), new Start.Oldest());
        long end = log.stats().next().value();
        out.println("open " + end);
        while (!out.checkError()) {
            int groups = 1 + random.nextInt(3);
            for (int i = 0; i < groups; i++) {
                int size = 1 + random.nextInt(30);
                log.append(Numbered.group(end, size));
                end += size;
            }
            log.commit();
            out.println("acked " + end);
            deliver(cursor, random, out);
            if (random.nextInt(6) == 0) {
                rewrite(log, random, out);
            }
            if (random.nextInt(10) == 0) {
                log.checkpoints().save(new Offset(end), ByteBuffer.allocate(random.nextInt(100_000)));
                out.println("checkpoint " + end);
            }
        }
    }

    /** Copies a segment or two into one, as the cleaner does. */
    private static void rewrite(DiskLog log, SplittableRandom random, PrintStream out) throws Exception {
        log.upkeep().sealFull();
        List<Segment> complete =
                log.segments().stream().filter(Segment::isComplete).toList();
        if (!complete.isEmpty()) {
            int from = random.nextInt(complete.size());
            int to = Math.min(complete.size(), from + 1 + random.nextInt(2));
            Choice copyAll = new Choice(Map.of(), Map.of(), Map.of(), Set.of(), 0);
            out.println("does cleaning");
            try {
                log.upkeep().rewrite(complete.subList(from, to), copyAll);
            } catch (NoSuchFileException e) {
                out.println("does lose-the-race"); // retention was faster
            }
            out.println("does cleaned");
        }
    }

    private static void deliver(Cursor cursor, SplittableRandom random, PrintStream out) throws Exception {
        List<LogRecord> read = cursor.read(1 + random.nextInt(60), 1 << 20, Duration.ZERO);
        if (read.isEmpty()) {
            return;
        }
        Offset next = read.get(read.size() - 1).offset().next();
        cursor.commit(next, ByteBuffer.allocate(8).putLong(0, next.value()));
        if (random.nextInt(10) == 0) {
            cursor.flush();
            out.println("cursor " + next);
        }
    }
}
