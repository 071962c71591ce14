package io.weir.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * What a day of windows costs the flash: of what is written nine tenths are inputs that are needed for two minutes, one
 * tenth are records for a cloud that is away; a checkpoint every minute. The day is short of hours, not of anything else.
 */
class DayOfWindowsTest {
    private static final long MIB = 1 << 20;
    private static final int INPUTS = 0;
    private static final int RECORDS = 1;
    private static final int MINUTES = 150;
    private static final int GROUPS_A_MINUTE = 6;
    private static final int ENTRIES = 1000;
    private static final int ENTRY_BYTES = 100;

    private final SplittableRandom random = new SplittableRandom(1);
    private long needed;

    private Group group() {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < ENTRIES; i++) {
            byte[] bytes = new byte[ENTRY_BYTES];
            random.nextBytes(bytes);
            entries.add(new Entry(i % 10 == 9 ? RECORDS : INPUTS, i, ByteBuffer.wrap(bytes)));
        }
        return new Group(entries);
    }

    @Test
    void aDayOfWindowsWritesLittleMoreThanWasAppended() throws Exception {
        LogConfig config = LogConfig.defaults(new MovableClock(), 42)
                .withSegmentSize(2 * MIB)
                .withMaxSize(64 * MIB, WhenFull.REJECT)
                .withRetain(stream -> stream == INPUTS ? new Offset(needed) : Offset.BEYOND)
                .withDiskReserve(0, 0);
        DiskLog log = DiskLog.open(Path.of("buffer"), config, new MemoryDisk(random), false);
        log.cursor("cloud", Set.of(RECORDS), new Start.Oldest()).close();
        log.tidy();
        long before = log.stats().bytesWritten();

        for (int minute = 0; minute < MINUTES; minute++) {
            for (int i = 0; i < GROUPS_A_MINUTE; i++) {
                log.append(group());
                log.commit();
                log.tidy();
            }
            log.checkpoints().save(log.stats().next(), ByteBuffer.allocate(8 << 10));
            needed = log.checkpoints().oldestKept().orElseThrow().value();
        }

        long payload = (long) MINUTES * GROUPS_A_MINUTE * ENTRIES * ENTRY_BYTES;
        double ratio = (double) (log.stats().bytesWritten() - before) / payload;
        System.out.printf(
                "A day of windows: %.3f bytes written per byte appended, %d MiB kept of %d%n",
                ratio, log.stats().bytesOnDisk() / MIB, payload / MIB);
        assertThat(ratio).isLessThan(1.3);
        assertThat(records(log)).isEqualTo((long) MINUTES * GROUPS_A_MINUTE * ENTRIES / 10);
        assertThat(log.segments())
                .as("the cleaner had to work")
                .anyMatch(s -> s.origin().isReplacement());
    }

    private static long records(DiskLog log) throws IOException {
        long count = 0;
        try (Scan scan = log.scan(Offset.FIRST, Set.of(RECORDS))) {
            while (scan.hasNext()) {
                scan.next();
                count++;
            }
        }
        return count;
    }
}
