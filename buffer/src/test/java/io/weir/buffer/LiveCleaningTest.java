package io.weir.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One thread appends, two read, and the cleaner works beneath them, on a real file system. */
class LiveCleaningTest {
    private static final long MIB = 1 << 20;
    private static final int INPUTS = 0;
    private static final int GROUPS = 500;
    private static final int ENTRIES = 120;

    @TempDir
    private Path directory;

    private final AtomicLong needed = new AtomicLong();

    private static Group group(long first) {
        List<Entry> entries = new ArrayList<>();
        for (long offset = first; offset < first + ENTRIES; offset++) {
            int stream = offset % 8 < 6 ? INPUTS : (int) (offset % 8) - 5;
            entries.add(new Entry(
                    stream,
                    offset,
                    ByteBuffer.allocate(stream == INPUTS ? 600 : 200).putLong(0, offset)));
        }
        return new Group(entries);
    }

    /** Reads until the end, slowly at first, and answers how many records it got: all of its stream, in order. */
    private static long readAll(RecordLog log, int stream) throws IOException, InterruptedException {
        long count = 0;
        long last = -1;
        try (Cursor cursor = log.cursor("up" + stream, Set.of(stream), new Start.Oldest())) {
            while (count < GROUPS * ENTRIES / 8) {
                List<LogRecord> read = cursor.read(1 + (int) (count / 20), 1 << 20, Duration.ofMinutes(1));
                assertThat(read).isNotEmpty();
                for (LogRecord record : read) {
                    assertThat(record.offset().value() % 8).isEqualTo(stream + 5);
                    assertThat(record.offset().value()).isEqualTo(last < 0 ? stream + 5 : last + 8);
                    assertThat(record.bytes().getLong(0))
                            .isEqualTo(record.offset().value());
                    last = record.offset().value();
                }
                count += read.size();
                cursor.commit(new Offset(last + 1), ByteBuffer.allocate(0));
                Standing standing = cursor.standing();
                assertThat(standing.expired()).isEmpty();
                assertThat(standing.delivered()).isEqualTo(count);
            }
        }
        return count;
    }

    @Test
    void cursorsReadEverythingWhileTheCleanerRewritesBeneathThem() throws Exception {
        LogConfig config = LogConfig.defaults(Clock.systemUTC(), 7)
                .withSegmentSize(MIB)
                .withMaxSize(30 * MIB, WhenFull.REJECT)
                .withCursorSync(Duration.ofMillis(20))
                .withTail(0)
                .withRetain(stream -> stream == INPUTS ? new Offset(needed.get()) : Offset.BEYOND)
                .withDiskReserve(0, 0);
        ExecutorService readers = Executors.newFixedThreadPool(2);
        try (RecordLog log = RecordLog.open(directory, config)) {
            log.cursor("slow", Set.of(1), new Start.Oldest()).close(); // holds all records of its stream
            List<Future<Long>> counts =
                    List.of(readers.submit(() -> readAll(log, 1)), readers.submit(() -> readAll(log, 2)));
            for (long i = 0; i < GROUPS; i++) {
                Awaitility.await()
                        .atMost(Duration.ofMinutes(2))
                        .pollInterval(Duration.ofMillis(2))
                        .until(() -> log.hasRoom(100_000));
                log.append(group(i * ENTRIES));
                log.commit();
                needed.set(i * ENTRIES);
            }
            for (Future<Long> count : counts) {
                assertThat(count.get()).isEqualTo(GROUPS * ENTRIES / 8);
            }
            assertThat(log.stats().expired()).isEmpty();
            assertThat(((DiskLog) log).segments())
                    .as("the cleaner had to work")
                    .anyMatch(segment -> segment.origin().isReplacement());
        } finally {
            readers.shutdownNow();
        }
    }
}
