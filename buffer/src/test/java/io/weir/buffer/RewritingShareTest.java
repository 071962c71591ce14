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

/** However much is dead at once: without need the cleaner writes a share of what is appended, and no more. */
class RewritingShareTest {
    private static final Path DIRECTORY = Path.of("buffer");
    private static final long MIB = 1 << 20;
    private static final int INPUTS = 0;
    private static final int RECORDS = 1;

    private final MemoryDisk disk = new MemoryDisk(new SplittableRandom(1));
    private long needed;
    private final LogConfig config = LogConfig.defaults(new MovableClock(), 42)
            .withSegmentSize(MIB)
            .withMaxSize(64 * MIB, WhenFull.REJECT)
            .withRetain(stream -> stream == INPUTS ? new Offset(needed) : Offset.BEYOND)
            .withTail(0)
            .withDiskReserve(0, 0);

    /** A quarter of it are records that wait, the rest are inputs. */
    private static void append(DiskLog log) throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            entries.add(new Entry(i % 4 == 3 ? RECORDS : INPUTS, i, ByteBuffer.allocate(1000)));
        }
        log.append(new Group(entries));
        log.commit();
        log.tidy();
    }

    private static long replacements(DiskLog log) {
        return log.segments().stream()
                .filter(segment -> segment.origin().isReplacement())
                .count();
    }

    @Test
    void muchThatIsDeadAtOnceIsRewrittenLittleByLittle() throws Exception {
        DiskLog log = DiskLog.open(DIRECTORY, config, disk, false);
        log.cursor("up", Set.of(RECORDS), new Start.Oldest()).close();
        while (log.stats().bytesOnDisk() < 40 * MIB) {
            append(log);
        }
        assertThat(replacements(log)).isZero();
        log.close();

        log = DiskLog.open(DIRECTORY, config, disk, false);
        needed = log.stats().next().value();
        long before = log.stats().bytesWritten();
        log.tidy();

        assertThat(log.stats().bytesWritten() - before).isBetween(MIB / 4, 4 * MIB);
        long atFirst = replacements(log);
        assertThat(atFirst).isPositive();
        for (int i = 0; i < 20; i++) {
            append(log);
        }
        assertThat(replacements(log)).as("more may be rewritten now").isGreaterThan(atFirst);
    }
}
