package io.weir.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A cursor whose reading fails in between: nothing that it has passed is missing in what it has handed out. */
class CursorTroubleTest {
    private static final Path DIRECTORY = Path.of("buffer");
    private static final Set<Integer> STREAMS = Set.of(0, 1, 2);
    private static final int ENTRIES = 5000;

    private final LogConfig config = LogConfig.defaults(new MovableClock(), 42)
            .withSegmentSize(1 << 16)
            .withTail(0)
            .withDiskReserve(0, 0);

    /** As soon as somebody wants it, opens no file for reading after so many, three times. */
    private static final class OutOfFiles extends ForwardingDisk {
        private int left = Integer.MAX_VALUE;

        OutOfFiles(Disk disk) {
            super(disk);
        }

        @Override
        public RawFile open(Path file, boolean writable) throws IOException {
            if (!writable && left <= 0 && left-- > -3) {
                throw new IOException("Too many open files");
            }
            left--;
            return super.open(file, writable);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void whatWasReadBeforeTheDiskFailedIsHandedOut(int filesThatOpen) throws Exception {
        OutOfFiles disk = new OutOfFiles(new MemoryDisk(new SplittableRandom(1)));
        DiskLog log = DiskLog.open(DIRECTORY, config, disk, false);
        Cursor cursor = log.cursor("up", STREAMS, new Start.Oldest());
        for (int first = 0; first < ENTRIES; first += 100) {
            log.append(Numbered.group(first, 100));
            log.commit();
        }
        assertThat(log.segments()).hasSizeGreaterThan(filesThatOpen);
        disk.left = filesThatOpen;

        List<Long> read = new ArrayList<>();
        int failed = 0;
        while (cursor.lag() > 0) {
            try {
                for (LogRecord entry : cursor.read(ENTRIES, Long.MAX_VALUE, Duration.ZERO)) {
                    Numbered.expectTrue(entry);
                    read.add(entry.offset().value());
                }
                cursor.commit(new Offset(read.get(read.size() - 1) + 1), ByteBuffer.allocate(0));
            } catch (IOException e) {
                assertThat(e).hasMessage("Too many open files");
                failed++;
            }
        }

        assertThat(failed).isPositive();
        assertThat(read).isEqualTo(LongStream.range(0, ENTRIES).boxed().toList());
        assertThat(cursor.standing().expired()).isEmpty();
        assertThat(cursor.standing().delivered()).isEqualTo(ENTRIES);
    }

    /** As an operator may do; the next start would name it, too. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aSegmentThatSomebodyDeletesIsNamedAsLostWhenSomebodyComesBy(boolean rewritten) throws Exception {
        MemoryDisk disk = new MemoryDisk(new SplittableRandom(1));
        DiskLog log = DiskLog.open(DIRECTORY, config, disk, false);
        Cursor cursor = log.cursor("up", STREAMS, new Start.Oldest());
        for (int first = 0; first < ENTRIES; first += 100) {
            log.append(Numbered.group(first, 100));
            log.commit();
        }
        log.tidy();
        Segment gone = log.segments().get(1);
        disk.remove(gone.file());
        long lost = gone.end() - gone.first();
        if (rewritten) {
            log.upkeep().rewrite(List.of(gone), Map.of());
            log.tidy();
            assertThat(log.segments()).doesNotContain(gone);
        }

        assertThat(cursor.read(ENTRIES, Long.MAX_VALUE, Duration.ZERO)).hasSize((int) (ENTRIES - lost));
        log.tidy();

        assertThat(log.stats().gaps()).containsExactly(new LostRange(new Offset(gone.first()), new Offset(gone.end())));
        cursor.commit(new Offset(ENTRIES), ByteBuffer.allocate(0));
        assertThat(cursor.standing().expired()).isEqualTo(Map.of(Expiry.DAMAGED, lost));
        log.tidy();
        assertThat(log.segments()).hasSize(1);
        disk.kill();
        DiskLog again = DiskLog.open(DIRECTORY, config, disk, false);
        assertThat(again.stats().gaps()).isEqualTo(log.stats().gaps());
        assertThat(again.stats().expired()).isEqualTo(log.stats().expired());
    }
}
