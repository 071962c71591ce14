package io.weir.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A full buffer on a card that goes bad: what is left of a damaged segment is worth what it was worth before. */
class DamagedCleaningTest {
    private static final Path DIRECTORY = Path.of("buffer");
    private static final long MIB = 1 << 20;
    private static final int READINGS = 1;
    private static final int ALARMS = 2;
    private static final Set<Integer> STREAMS = Set.of(READINGS, ALARMS);

    private final MemoryDisk disk = new MemoryDisk(new SplittableRandom(1));

    private static void append(DiskLog log) throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            entries.add(new Entry(i % 10 == 0 ? ALARMS : READINGS, i, ByteBuffer.allocate(1000)));
        }
        log.append(new Group(entries));
        log.commit();
        log.tidy();
    }

    private static Set<Long> offsets(DiskLog log, int stream) throws IOException {
        Set<Long> offsets = new HashSet<>();
        try (Scan scan = log.scan(Offset.FIRST, Set.of(stream))) {
            while (scan.hasNext()) {
                offsets.add(scan.next().offset().value());
            }
        }
        return offsets;
    }

    /** In every file a sector is zeroed, and in some all that the first or the last block lies in. */
    private void damageEverySegment() {
        Path folder = DIRECTORY.resolve("log");
        List<Path> files = new Wounds(disk, new SplittableRandom(2)).holdingBlocks(folder);
        for (int i = 0; i < files.size(); i++) {
            List<Long> used = disk.usedSectors(files.get(i)).stream()
                    .filter(sector -> sector >= MIB / Sectors.BYTES)
                    .toList();
            int at = i % 3 == 0 ? 0 : i % 3 == 1 ? used.size() / 2 : used.size() - 20;
            disk.damage(files.get(i), used.get(at) * Sectors.BYTES, new byte[Sectors.BYTES]);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"DROP_OLDEST", "THIN"})
    void theAlarmsOfDamagedSegmentsOutliveReadingsAndTheQuotaHolds(WhenFull whenFull) throws Exception {
        LogConfig config = LogConfig.defaults(new MovableClock(), 42)
                .withSegmentSize(MIB)
                .withTail(0)
                .withMaxSize(36 * MIB, whenFull)
                .withRetain(new Worths(Set.of(READINGS), Worths::everySecond))
                .withDiskReserve(0, 0);
        DiskLog log = DiskLog.open(DIRECTORY, config, disk, false);
        Cursor cursor = log.cursor("up", STREAMS, new Start.Oldest());
        while (log.stats().expired().isEmpty()) {
            append(log);
        }
        cursor.flush();
        disk.kill();
        damageEverySegment();
        log = DiskLog.open(DIRECTORY, config, disk, false);
        cursor = log.cursor("up", STREAMS, new Start.Oldest());
        Set<Long> alarmsBefore = offsets(log, ALARMS);
        long next = log.stats().next().value();

        for (int i = 0; i < 120; i++) {
            append(log);
            assertThat(disk.bytesBelow(DIRECTORY)).isLessThanOrEqualTo(36 * MIB);
        }

        Set<Long> alarms = offsets(log, ALARMS);
        assertThat(alarms).containsAll(alarmsBefore);
        assertThat(alarms.stream().filter(offset -> offset >= next)).hasSize(120 * 30);
        expectEveryRecordAccountedFor(
                log, cursor, alarms.size() + offsets(log, READINGS).size());
    }

    private static void expectEveryRecordAccountedFor(DiskLog log, Cursor cursor, int there) throws Exception {
        List<LogRecord> read = cursor.read(1_000_000, Long.MAX_VALUE, Duration.ZERO);
        cursor.commit(log.stats().next(), ByteBuffer.allocate(0));
        Standing after = cursor.standing();
        log.tidy();
        long damaged = after.expired().getOrDefault(Expiry.DAMAGED, 0L);
        assertThat(read).hasSize(there);
        assertThat(after.lag()).isZero();
        assertThat(after.delivered()).isEqualTo(there);
        assertThat(damaged).isPositive();
        assertThat(log.stats().expired().getOrDefault(Expiry.DAMAGED, Map.of()).values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(damaged);
    }
}
