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
import org.junit.jupiter.api.Test;

/** What may go, in which order. */
class CleanerTest {
    private static final Path DIRECTORY = Path.of("buffer");
    private static final long MIB = 1 << 20;
    private static final int INPUTS = 0;
    private static final int LOW = 1;
    private static final int NORMAL = 2;
    private static final int HIGH = 3;

    private final MemoryDisk disk = new MemoryDisk(new SplittableRandom(1));
    private final LogConfig config = LogConfig.defaults(new MovableClock(), 42)
            .withSegmentSize(MIB)
            .withTail(0)
            .withDiskReserve(0, 0);

    /** Streams are worth their number; of the inputs everything from an offset on is needed. */
    private static final class Numbers implements Retain {
        private long needed;

        @Override
        public Offset needed(int stream) {
            return stream == INPUTS ? new Offset(needed) : Offset.BEYOND;
        }

        @Override
        public int priority(int stream) {
            return stream;
        }
    }

    private static Entry entry(int stream, long offset, int length) {
        return new Entry(stream, offset, ByteBuffer.allocate(length).putLong(0, offset));
    }

    /** One entry of each stream by turns. */
    private static void append(DiskLog log, int size, int length, int... streams) throws IOException {
        List<Entry> entries = new ArrayList<>();
        long next = log.stats().next().value();
        for (int i = 0; i < size; i++) {
            entries.add(entry(streams[i % streams.length], next + i, length));
        }
        Group group = new Group(entries);
        try {
            log.append(group);
        } catch (LogFullException e) {
            log.tidy();
            log.append(group);
        }
        log.commit();
    }

    private static List<Long> offsets(DiskLog log, int stream) throws IOException {
        List<Long> offsets = new ArrayList<>();
        try (Scan scan = log.scan(Offset.FIRST, Set.of(stream))) {
            while (scan.hasNext()) {
                offsets.add(scan.next().offset().value());
            }
        }
        return offsets;
    }

    private static long appended(DiskLog log, int stream) {
        return log.stats().appended().getOrDefault(stream, 0L);
    }

    private static long expired(Map<Expiry, Map<Integer, Long>> expired, int stream) {
        return expired.getOrDefault(Expiry.MAX_SIZE, Map.of()).getOrDefault(stream, 0L);
    }

    @Test
    void theLowestPriorityGoesFirstAndOfItTheOldest() throws Exception {
        Numbers worth = new Numbers();
        DiskLog log = DiskLog.open(
                DIRECTORY, config.withMaxSize(30 * MIB, WhenFull.DROP_OLDEST).withRetain(worth), disk, false);
        Cursor cursor = log.cursor("up", Set.of(LOW, NORMAL, HIGH), new Start.Oldest());
        while (expired(log.stats().expired(), NORMAL) == 0) {
            append(log, 300, 1000, LOW, LOW, LOW, NORMAL, NORMAL, HIGH);
            log.tidy();
            assertThat(log.stats().bytesOnDisk()).isLessThanOrEqualTo(30 * MIB);
        }
        assertThat(offsets(log, HIGH)).hasSize((int) appended(log, HIGH));
        long lowLeft = appended(log, LOW) - expired(log.stats().expired(), LOW);
        assertThat(lowLeft).as("low is all but gone when normal begins to go").isLessThan(appended(log, LOW) / 4);
        List<Long> normal = offsets(log, NORMAL);
        assertThat(normal.get(normal.size() - 1)).isEqualTo(log.stats().next().value() - 2);
        for (int i = 1; i < normal.size(); i++) {
            assertThat(normal.get(i) - normal.get(i - 1)).as("the oldest went").isLessThanOrEqualTo(5);
        }
        long read = cursor.read(1_000_000, Long.MAX_VALUE, Duration.ZERO).size();
        cursor.commit(log.stats().next(), ByteBuffer.allocate(0));
        Standing standing = cursor.standing();
        assertThat(standing.delivered()).isEqualTo(read);
        assertThat(standing.expired().keySet()).containsExactly(Expiry.MAX_SIZE);
        assertThat(standing.appendedSinceStart())
                .isEqualTo(read + standing.expired().getOrDefault(Expiry.MAX_SIZE, 0L))
                .isEqualTo(log.stats().next().value());
    }

    /** In the end 9 MiB are needed; with MapDB's index, which counts, segments of 1 MiB are twice as long as what is in them. */
    @Test
    void inputsThatAreNoLongerNeededMakeRoomForRecordsThatAre() throws Exception {
        Numbers worth = new Numbers();
        DiskLog log = DiskLog.open(
                DIRECTORY, config.withMaxSize(36 * MIB, WhenFull.REJECT).withRetain(worth), disk, false);
        log.cursor("up", Set.of(NORMAL), new Start.Oldest()).close();
        for (int i = 0; i < 150; i++) {
            append(log, 300, 1000, INPUTS, INPUTS, INPUTS, INPUTS, INPUTS, INPUTS, INPUTS, INPUTS, INPUTS, NORMAL);
            worth.needed = Math.max(0, log.stats().next().value() - 5000);
            log.tidy();
        }
        assertThat(offsets(log, NORMAL)).hasSize(150 * 30);
        List<Long> inputs = offsets(log, INPUTS);
        assertThat(inputs).hasSizeLessThan(150 * 270 / 2);
        assertThat(inputs.stream().filter(offset -> offset >= worth.needed)).hasSize(4500);
        assertThat(log.stats().expired()).isEmpty();
    }

    @Test
    void belowHalfOfTheQuotaNothingIsRewritten() throws Exception {
        Numbers worth = new Numbers();
        DiskLog log = DiskLog.open(
                DIRECTORY, config.withMaxSize(100 * MIB, WhenFull.REJECT).withRetain(worth), disk, false);
        log.cursor("up", Set.of(NORMAL), new Start.Oldest()).close();
        for (int i = 0; i < 50; i++) {
            append(log, 300, 1000, INPUTS, INPUTS, INPUTS, NORMAL);
            worth.needed = log.stats().next().value();
            log.tidy();
        }
        assertThat(log.segments()).noneMatch(segment -> segment.origin().isReplacement());
    }

    @Test
    void twoHundredRestartsLeaveFewFiles() throws Exception {
        for (int i = 0; i < 200; i++) {
            DiskLog log = DiskLog.open(DIRECTORY, config, disk, false);
            log.cursor("up", Set.of(NORMAL), new Start.Oldest()).close();
            append(log, 3, 100, NORMAL);
            log.tidy();
            if (i % 2 == 0) {
                log.close();
            } else {
                disk.kill();
            }
        }
        DiskLog log = DiskLog.open(DIRECTORY, config, disk, false);
        assertThat(offsets(log, NORMAL)).hasSize(600);
        assertThat(disk.list(DIRECTORY.resolve("log"))).hasSizeLessThan(25);
    }

    /** A low stream in the middle goes while a cursor still has something older to read: it is not skipped. */
    @Test
    void whatLiesBeforeAGivenUpSegmentIsStillDelivered() throws Exception {
        Numbers worth = new Numbers();
        DiskLog log = DiskLog.open(
                DIRECTORY, config.withMaxSize(40 * MIB, WhenFull.DROP_OLDEST).withRetain(worth), disk, false);
        Cursor cursor = log.cursor("up", Set.of(LOW, HIGH), new Start.Oldest());
        for (int i = 0; i < 12; i++) {
            append(log, 300, 1000, HIGH);
        }
        while (expired(log.stats().expired(), LOW) < 3000) {
            append(log, 300, 1000, LOW);
            log.tidy();
        }
        List<LogRecord> read = cursor.read(1_000_000, Long.MAX_VALUE, Duration.ZERO);
        assertThat(read.stream().filter(record -> record.stream() == HIGH)).hasSize(12 * 300);
        cursor.commit(log.stats().next(), ByteBuffer.allocate(0));
        assertThat(cursor.standing().expired())
                .containsOnly(Map.entry(Expiry.MAX_SIZE, expired(log.stats().expired(), LOW)));
        assertThat(cursor.standing().delivered()).isEqualTo(read.size());
    }
}
