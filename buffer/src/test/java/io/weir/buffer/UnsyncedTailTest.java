package io.weir.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What a dead process left in the page cache is shown to nobody before it is on the disk for certain. */
class UnsyncedTailTest {
    private static final Path DIRECTORY = Path.of("buffer");

    @Test
    void whatACursorWasGivenAfterAFailedSyncSurvivesThePowerCut() {
        Seeds.each(1, 300, random -> live(random, false));
    }

    @Test
    void alsoIfAnOperationOfTheOpeningFailedBefore() {
        Seeds.each(10_001, 300, random -> live(random, true));
    }

    private static void live(SplittableRandom random, boolean inTrouble) throws Exception {
        MemoryDisk disk = new MemoryDisk(random);
        LogConfig config = LogConfig.defaults(new MovableClock(), 42).withDiskReserve(0, 0);
        DiskLog log = DiskLog.open(DIRECTORY, config, disk, false);
        log.cursor("up", Numbered.STREAMS, new Start.Oldest()).close();
        for (int i = random.nextInt(4); i > 0; i--) {
            Numbered.append(log, 40);
        }
        long acknowledged = log.stats().next().value();
        disk.failIn(random.nextInt(3), "Input/output error");
        try {
            Numbered.append(log, 40);
        } catch (IOException e) {
            // the process dies of it, or of something else, before it can do anything about it
        }
        disk.failNoMore();
        disk.kill();

        if (inTrouble) {
            disk.failIn(random.nextInt(80), "Input/output error");
        }
        long given = readAndCommit(disk, config, acknowledged);
        disk.cutPower();

        try (DiskLog after = DiskLog.open(DIRECTORY, config, disk, false);
                Scan scan = after.scan(Offset.FIRST, Numbered.STREAMS)) {
            assertThat(after.stats().gaps()).isEmpty();
            for (long expected = 0; expected < given; expected++) {
                LogRecord entry = scan.next();
                assertThat(entry.offset().value()).isEqualTo(expected);
                Numbered.expectTrue(entry);
            }
        }
    }

    private static long readAndCommit(MemoryDisk disk, LogConfig config, long atLeast) throws Exception {
        DiskLog log = open(disk, config);
        disk.failNoMore();
        Cursor cursor = log.cursor("up", Numbered.STREAMS, new Start.Oldest());
        List<LogRecord> read = cursor.read(Integer.MAX_VALUE, Long.MAX_VALUE, Duration.ZERO);
        assertThat(read).hasSizeGreaterThanOrEqualTo((int) atLeast);
        cursor.commit(new Offset(read.size()), ByteBuffer.allocate(0));
        cursor.flush();
        Numbered.append(log, 40);
        assertThat(cursor.read(Integer.MAX_VALUE, Long.MAX_VALUE, Duration.ZERO))
                .hasSize(40);
        return log.stats().next().value();
    }

    private static DiskLog open(MemoryDisk disk, LogConfig config) throws IOException {
        try {
            return DiskLog.open(DIRECTORY, config, disk, false);
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("Input/output error");
            return DiskLog.open(DIRECTORY, config, disk, false);
        }
    }
}
