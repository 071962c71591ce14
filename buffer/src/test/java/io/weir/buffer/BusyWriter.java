package io.weir.buffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** Appends, reads, saves checkpoints, rewrites and deletes, and says what is durable. */
final class BusyWriter {
    private final DiskLog log;
    private final Cursor cursor;
    private final SplittableRandom random;
    private final Told told;
    private long end;

    /** Is told each thing only after it is durable. */
    interface Told {
        void open(long end);

        void acked(long end);

        void cursor(long position);

        void checkpoint(long at);

        /** Other things that it is about to do. */
        default void does(String what) {}
    }

    private BusyWriter(DiskLog log, SplittableRandom random, Told told) throws IOException {
        this.log = log;
        this.random = random;
        this.told = told;
        cursor = log.cursor("up", Set.of(0, 1), new Start.Oldest());
        end = log.stats().next().value();
        told.open(end);
    }

    static LogConfig config() {
        return LogConfig.defaults(Clock.systemUTC(), 7)
                .withSegmentSize(1 << 16)
                .withCursorSync(Duration.ofMillis(5))
                .withDiskReserve(0, 0);
    }

    static BusyWriter on(DiskLog log, SplittableRandom random, Told told) throws IOException {
        return new BusyWriter(log, random, told);
    }

    void work() throws IOException, InterruptedException {
        int groups = 1 + random.nextInt(3);
        for (int i = 0; i < groups; i++) {
            int size = 1 + random.nextInt(30);
            log.append(Numbered.group(end, size));
            end += size;
        }
        log.commit();
        told.acked(end);
        deliver();
        if (random.nextInt(6) == 0) {
            rewrite();
        }
        if (random.nextInt(10) == 0) {
            log.checkpoints().save(new Offset(end), ByteBuffer.allocate(random.nextInt(100_000)));
            told.checkpoint(end);
        }
    }

    /** Copies a segment or two into one, as the cleaner does. */
    private void rewrite() throws IOException {
        log.upkeep().sealFull();
        List<Segment> complete =
                log.segments().stream().filter(Segment::isComplete).toList();
        if (!complete.isEmpty()) {
            int from = random.nextInt(complete.size());
            int to = from + 1;
            boolean adjacent = to < complete.size()
                    && complete.get(to).first() == complete.get(from).end();
            if (random.nextBoolean() && adjacent) {
                to++;
            }
            Choice copyAll = new Choice(Map.of(), Map.of(), Map.of(), Set.of(), 0);
            told.does("cleaning");
            try {
                log.upkeep().rewrite(complete.subList(from, to), copyAll);
            } catch (NoSuchFileException e) {
                told.does("lose-the-race"); // retention was faster
            }
            told.does("cleaned");
        }
    }

    private void deliver() throws IOException, InterruptedException {
        List<LogRecord> read = cursor.read(1 + random.nextInt(60), 1 << 20, Duration.ZERO);
        if (read.isEmpty()) {
            return;
        }
        Offset next = read.get(read.size() - 1).offset().next();
        cursor.commit(next, ByteBuffer.allocate(8).putLong(0, next.value()));
        if (random.nextInt(10) == 0) {
            cursor.flush();
            told.cursor(next.value());
        }
    }
}
