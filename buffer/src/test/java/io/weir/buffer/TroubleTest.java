package io.weir.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Any one operation of the disk fails, and the process goes on: in the upkeep, in an opening, in what a cursor does. */
class TroubleTest {
    private static final Path DIRECTORY = Path.of("buffer");
    private static final Set<Integer> STREAMS = Set.of(0, 1, 2);

    @Test
    void nothingIsLostAndEveryByteIsCountedAfterAnOperationThatFailed() {
        Seeds.each(80_000_001, 60, random -> new Life(random).live());
    }

    /** A log with one cursor that must be given everything. */
    private static final class Life {
        private final SplittableRandom random;
        private final MemoryDisk disk;
        private final LogConfig config;
        private DiskLog log;
        private Cursor cursor;
        /** The owner needs what comes from here on. */
        private long needed;

        private long durable;
        /** What the cursor gives next. */
        private long next;

        Life(SplittableRandom random) throws IOException {
            this.random = random;
            this.disk = new MemoryDisk(random);
            this.config = LogConfig.defaults(new MovableClock(), 42)
                    .withSegmentSize(1 << 16)
                    .withTail(random.nextInt(2) * 50_000L)
                    .withRetain(stream -> stream == 1 ? new Offset(needed) : Offset.BEYOND)
                    .withDiskReserve(0, 0);
            open();
        }

        private void open() throws IOException {
            log = DiskLog.open(DIRECTORY, config, disk, false);
            cursor = log.cursor("up", STREAMS, new Start.Oldest());
            next = cursor.standing().position().value();
            assertThat(next).isGreaterThanOrEqualTo(durable);
        }

        void live() throws Exception {
            for (int i = 0; i < 30; i++) {
                append();
                if (random.nextBoolean()) {
                    beInTrouble();
                }
                if (random.nextInt(8) == 0) {
                    crash();
                }
                expectEverything();
            }
        }

        private void append() throws IOException {
            log.append(Numbered.group(end(), 1 + random.nextInt(200)));
            log.commit();
        }

        private long end() {
            return log.stats().next().value();
        }

        private void beInTrouble() throws Exception {
            disk.failIn(random.nextInt(random.nextBoolean() ? 10 : 60), "Input/output error");
            try {
                for (int i = 0; i < 3; i++) {
                    act();
                }
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("Input/output error");
            }
            disk.failNoMore();
        }

        private void act() throws Exception {
            switch (random.nextInt(7)) {
                case 0 -> log.tidy();
                case 1 -> log.upkeep().turn(true);
                case 2 -> rewrite();
                case 3 -> log.checkpoints().save(new Offset(end()), ByteBuffer.allocate(random.nextInt(100_000)));
                case 4 -> {
                    cursor.flush();
                    durable = cursor.standing().position().value();
                }
                case 5 -> needed = end() - random.nextLong(end() - needed + 1);
                default -> openAgain();
            }
        }

        private void rewrite() throws IOException {
            List<Segment> complete =
                    log.segments().stream().filter(Segment::isComplete).toList();
            if (!complete.isEmpty()) {
                Segment one = complete.get(random.nextInt(complete.size()));
                log.upkeep().rewrite(List.of(one), Map.of());
            }
        }

        private void openAgain() throws IOException {
            try {
                log.close();
            } finally {
                try {
                    open();
                } catch (IOException e) {
                    open(); // whatever has failed was released
                }
            }
        }

        private void crash() throws IOException {
            long before = end();
            if (random.nextBoolean()) {
                disk.kill();
            } else {
                disk.cutPower();
            }
            open();
            assertThat(end()).isEqualTo(before);
        }

        private void expectEverything() throws Exception {
            for (LogRecord entry : cursor.read(Integer.MAX_VALUE, Long.MAX_VALUE, Duration.ZERO)) {
                assertThat(entry.offset().value()).isEqualTo(next++);
                Numbered.expectTrue(entry);
            }
            assertThat(next).isEqualTo(end());
            cursor.commit(new Offset(next), ByteBuffer.allocate(0));
            assertThat(cursor.standing().expired()).isEmpty();
            assertThat(cursor.lag()).isZero();
            assertThat(log.stats().gaps()).isEmpty();
            log.tidy();
            log.tidy(); // what the first has deleted is no longer beside the log
            durable = next;
            assertThat(log.stats().bytesOnDisk()).isEqualTo(disk.bytesBelow(DIRECTORY));
            expectNeededIsThere();
        }

        private void expectNeededIsThere() throws IOException {
            try (Scan scan = log.scan(new Offset(needed), Set.of(1))) {
                for (long offset = needed; offset < end(); offset++) {
                    if (Numbered.stream(offset) == 1) {
                        assertThat(scan.next().offset().value()).isEqualTo(offset);
                    }
                }
            }
        }
    }
}
