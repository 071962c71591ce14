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
        Seeds.each(1, 300, UnsyncedTailTest::live);
    }

    private static void live(SplittableRandom random) throws Exception {
        MemoryDisk disk = new MemoryDisk(random);
        LogConfig config = LogConfig.defaults(new MovableClock(), 42).withDiskReserve(0, 0);
        DiskLog log = DiskLog.open(DIRECTORY, config, disk, false);
        log.cursor("up", Numbered.STREAMS, new Start.Oldest()).close();
        for (int i = 0; i < 3; i++) {
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

    private static long readAndCommit(Disk disk, LogConfig config, long atLeast) throws Exception {
        DiskLog log = DiskLog.open(DIRECTORY, config, disk, false);
        Cursor cursor = log.cursor("up", Numbered.STREAMS, new Start.Oldest());
        List<LogRecord> read = cursor.read(Integer.MAX_VALUE, Long.MAX_VALUE, Duration.ZERO);
        assertThat(read).hasSizeGreaterThanOrEqualTo((int) atLeast);
        cursor.commit(new Offset(read.size()), ByteBuffer.allocate(0));
        cursor.flush();
        return read.size();
    }
}
