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

/** Cursors that stand in the middle of what is condensed again and again: nothing of it is damaged. */
class ThinnedTwiceTest {
    private static final Path DIRECTORY = Path.of("buffer");
    private static final int STREAM = 1;
    private static final int RECORDS = 6_000;
    private static final int CURSORS = 40;

    private final LogConfig config = LogConfig.defaults(new MovableClock(), 42)
            .withSegmentSize(1 << 20)
            .withRetain(new Worths(Set.of(), Worths::everySecond))
            .withDiskReserve(0, 0);
    private final MemoryDisk disk = new MemoryDisk(new SplittableRandom(1));

    private DiskLog filled() throws IOException {
        DiskLog log = DiskLog.open(DIRECTORY, config, disk, false);
        for (int i = 0; i < CURSORS; i++) {
            log.cursor("c" + i, Set.of(STREAM), new Start.Oldest()).close();
        }
        for (int group = 0; group < RECORDS / 100; group++) {
            List<Entry> entries = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                entries.add(new Entry(STREAM, 0, ByteBuffer.allocate(150 + 7 * i % 60)));
            }
            log.append(new Group(entries));
            log.commit();
        }
        log.upkeep().sealFull();
        return log;
    }

    private static void thin(DiskLog log) throws IOException {
        Segment oldest = log.segments().get(0);
        int level = oldest.origin().level() + 1;
        log.upkeep()
                .rewrite(
                        List.of(oldest),
                        new Choice(Map.of(), Map.of(), Map.of(STREAM, Long.MAX_VALUE), Set.of(STREAM), level));
    }

    private static List<Cursor> open(DiskLog log) throws IOException {
        List<Cursor> cursors = new ArrayList<>();
        for (int i = 0; i < CURSORS; i++) {
            cursors.add(log.cursor("c" + i, Set.of(STREAM), new Start.Oldest()));
        }
        return cursors;
    }

    private static void readOn(List<Cursor> cursors) throws Exception {
        for (int i = 0; i < CURSORS; i++) {
            cursors.get(i).read(1 + 13 * i, Long.MAX_VALUE, Duration.ZERO);
        }
    }

    private static void expectNothingDamaged(List<Cursor> cursors) throws Exception {
        for (Cursor cursor : cursors) {
            while (!cursor.read(RECORDS, Long.MAX_VALUE, Duration.ZERO).isEmpty()) {
                // to the end
            }
            cursor.commit(new Offset(RECORDS), ByteBuffer.allocate(0));
            Standing standing = cursor.standing();
            assertThat(standing.expired()).as(cursor.name()).containsOnlyKeys(Expiry.THINNED);
            assertThat(standing.delivered() + standing.expired().getOrDefault(Expiry.THINNED, 0L))
                    .as(cursor.name())
                    .isEqualTo(RECORDS);
        }
    }

    @Test
    void whatIsInFlightWhenItIsCondensedAgainIsNoDamage() throws Exception {
        try (DiskLog log = filled()) {
            List<Cursor> cursors = open(log);
            thin(log);
            for (int times = 0; times < 3; times++) {
                readOn(cursors);
                thin(log);
            }

            expectNothingDamaged(cursors);
        }
    }

    @Test
    void aCursorThatBeginsWhereBlocksWereCutElsewhereHasNoDamage() throws Exception {
        DiskLog log = filled();
        List<Cursor> cursors = open(log);
        thin(log);
        for (int i = 0; i < CURSORS; i++) {
            List<LogRecord> read = cursors.get(i).read(1 + 23 * i, Long.MAX_VALUE, Duration.ZERO);
            cursors.get(i).commit(read.get(read.size() - 1).offset().next(), ByteBuffer.allocate(0));
        }
        thin(log);
        log.close();

        try (DiskLog again = DiskLog.open(DIRECTORY, config, disk, false)) {
            expectNothingDamaged(open(again));
        }
    }
}
