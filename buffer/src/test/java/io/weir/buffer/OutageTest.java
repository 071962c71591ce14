package io.weir.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A month without the cloud, in a buffer that cannot hold it. */
class OutageTest {
    private static final Path DIRECTORY = Path.of("buffer");
    private static final long MIB = 1 << 20;
    private static final int READINGS = 1;
    private static final int ALARMS = 2;
    private static final int DEVICES = 10;
    private static final int MINUTES = 30 * 24 * 60;
    private static final int ALARM_EVERY = 360;
    private static final int PADDING = 60;

    /** What one record says: how many readings of a device in which minutes. */
    private record Sum(int device, int from, int to, int count) {
        ByteBuffer bytes() {
            return ByteBuffer.allocate(16 + PADDING)
                    .putInt(device)
                    .putInt(from)
                    .putInt(to)
                    .putInt(count)
                    .rewind();
        }

        static Sum of(LogRecord record) {
            ByteBuffer in = record.bytes().duplicate();
            return new Sum(in.getInt(), in.getInt(), in.getInt(), in.getInt());
        }
    }

    /** Over 4, 16, 64 ... minutes. */
    private static List<LogRecord> sums(List<LogRecord> run, int level) {
        assertThat(run).as("alarms are never thinned").allMatch(record -> record.stream() == READINGS);
        int span = 1 << (2 * Math.min(level, 8));
        Map<List<Integer>, LogRecord> sums = new HashMap<>();
        for (LogRecord record : run) {
            Sum sum = Sum.of(record);
            sums.merge(List.of(sum.device(), sum.from() / span), record, (one, other) -> {
                Sum first = Sum.of(one);
                Sum all = new Sum(
                        sum.device(), first.from(), Math.max(first.to(), sum.to()), first.count() + sum.count());
                return new LogRecord(other.offset(), other.stream(), other.timeMillis(), all.bytes());
            });
        }
        return sums.values().stream()
                .sorted((a, b) -> Long.compare(a.offset().value(), b.offset().value()))
                .toList();
    }

    private static void append(DiskLog log, List<Entry> entries) throws IOException {
        Group group = new Group(entries);
        if (!log.hasRoom(entries.size() * 90L)) {
            log.tidy();
        }
        log.append(group);
        log.commit();
    }

    @Test
    void everyMinuteOfAMonthIsCoveredAtFallingResolutionAndNoAlarmIsMissing() throws Exception {
        long quota = 36 * MIB;
        LogConfig config = LogConfig.defaults(new MovableClock(), 42)
                .withSegmentSize(MIB)
                .withMaxSize(quota, WhenFull.THIN)
                .withRetain(new Worths(Set.of(READINGS), OutageTest::sums))
                .withTail(0)
                .withDiskReserve(0, 0);
        MemoryDisk disk = new MemoryDisk(new SplittableRandom(1));
        DiskLog log = DiskLog.open(DIRECTORY, config, disk, false);
        Cursor cursor = log.cursor("up", Set.of(READINGS, ALARMS), new Start.Oldest());

        List<Entry> group = new ArrayList<>();
        for (int minute = 0; minute < MINUTES; minute++) {
            for (int device = 0; device < DEVICES; device++) {
                group.add(new Entry(READINGS, minute, new Sum(device, minute, minute + 1, 1).bytes()));
            }
            if (minute % ALARM_EVERY == 0) {
                group.add(new Entry(ALARMS, minute, ByteBuffer.allocate(50).putInt(0, minute)));
            }
            if (minute % 120 == 119) {
                append(log, group);
                group.clear();
                assertThat(log.stats().bytesOnDisk()).isLessThanOrEqualTo(quota);
            }
            if (minute % 1440 == 0) {
                log.tidy();
                assertThat(log.stats().bytesOnDisk()).isLessThanOrEqualTo(quota);
            }
        }

        Standing before = cursor.standing();
        int[] covered = new int[DEVICES];
        long counted = 0;
        List<Integer> widths = new ArrayList<>();
        int alarms = 0;
        List<LogRecord> read = cursor.read(1_000_000, Long.MAX_VALUE, Duration.ZERO);
        for (LogRecord record : read) {
            if (record.stream() == ALARMS) {
                assertThat(record.bytes().getInt(0)).isEqualTo(ALARM_EVERY * alarms++);
                continue;
            }
            Sum sum = Sum.of(record);
            assertThat(sum.from()).isLessThanOrEqualTo(covered[sum.device()]);
            covered[sum.device()] = Math.max(covered[sum.device()], sum.to());
            counted += sum.count();
            widths.add(sum.to() - sum.from());
        }
        assertThat(covered).containsOnly(MINUTES);
        assertThat(counted).isEqualTo((long) MINUTES * DEVICES);
        assertThat(alarms).isEqualTo(MINUTES / ALARM_EVERY);
        assertThat(widths.get(0)).isGreaterThan(4);
        assertThat(widths.get(widths.size() - 1)).isEqualTo(1);
        assertThat(before.lag()).isEqualTo(read.size());
        long thinned = (long) MINUTES * DEVICES - widths.size();
        assertThat(before.expired()).isEqualTo(Map.of(Expiry.THINNED, thinned));
        assertThat(log.stats().expired()).isEqualTo(Map.of(Expiry.THINNED, Map.of(READINGS, thinned)));
        cursor.commit(log.stats().next(), ByteBuffer.allocate(0));
        assertThat(cursor.standing().delivered()).isEqualTo(read.size());
        assertThat(cursor.standing().expired()).isEqualTo(before.expired());
    }
}
