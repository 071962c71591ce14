package io.weir.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What nobody of the log counts is found while it runs, counts for the quota, and is deleted if it is litter of ours. */
class InventoryTest {
    private static final Path DIRECTORY = Path.of("buffer");
    private static final Path SEGMENTS = DIRECTORY.resolve("log");
    private static final int MIB = 1 << 20;
    private static final long QUOTA = 36L * MIB;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final MovableClock clock = new MovableClock();
    private final MemoryDisk disk = new MemoryDisk(new SplittableRandom(1));
    private final StubbornDisk stubborn = new StubbornDisk(disk);
    private final LogConfig config = LogConfig.defaults(clock, 42)
            .withSegmentSize(MIB)
            .withMaxSize(QUOTA, WhenFull.DROP_OLDEST)
            .withTail(0)
            .withDiskReserve(0, 0);

    private DiskLog open(Disk on) throws IOException {
        return DiskLog.open(DIRECTORY, config, on, false, () -> clock.millis() * 1_000_000);
    }

    private void put(Path file, int bytes) throws IOException {
        try (RawFile raw = disk.open(file, true)) {
            raw.setLength(bytes);
        }
    }

    private void expectEveryByteCounted(DiskLog log) throws IOException {
        assertThat(log.stats().bytesOnDisk()).isEqualTo(disk.bytesBelow(DIRECTORY));
    }

    @Test
    void whatSomebodyPutsThereOrTakesAwayIsNoticedOnceAMinute() throws Exception {
        DiskLog log = open(disk);
        Numbered.append(log, 3000);
        long before = log.stats().bytesOnDisk();
        Path strange = DIRECTORY.resolve("deep").resolve("file");

        put(strange, 1234);
        clock.advance(MINUTE.minusMillis(1));
        log.upkeep().turn(true);
        long soon = log.stats().bytesOnDisk();
        clock.advance(Duration.ofMillis(1));
        log.upkeep().turn(true);
        long later = log.stats().bytesOnDisk();
        disk.remove(strange);
        clock.advance(MINUTE);
        log.upkeep().turn(true);

        assertThat(soon).isEqualTo(log.stats().bytesOnDisk());
        assertThat(later - soon).isEqualTo(1234);
        assertThat(before).isLessThanOrEqualTo(soon);
        expectEveryByteCounted(log);
    }

    @Test
    void theLogMakesRoomForWhatSomebodyPutsThere() throws Exception {
        DiskLog log = open(disk);
        log.cursor("up", Set.of(0, 1, 2), new Start.Oldest()).close();
        for (int i = 0; i < 50; i++) {
            Numbered.append(log, 3000);
            log.tidy();
        }

        put(DIRECTORY.resolve("backup.img"), (int) (QUOTA - disk.bytesBelow(DIRECTORY) + 1));
        clock.advance(MINUTE);
        log.upkeep().turn(true);

        assertThat(disk.bytesBelow(DIRECTORY)).isLessThanOrEqualTo(QUOTA);
        expectEveryByteCounted(log);
    }

    @Test
    void aWalkThroughMoreFilesThanAnybodyShouldPutThereEnds() throws Exception {
        open(disk).close();
        DiskLog log = open(new ForwardingDisk(disk) {
            @Override
            public void walk(Path directory, Visitor visitor) {
                long number = 0;
                while (visitor.visit(directory.resolve("file-" + number), 1)) {
                    number++;
                }
            }
        });

        assertThat(log.stats().bytesOnDisk() - disk.bytesBelow(DIRECTORY)).isBetween(1L, (long) Inventory.MOST_FILES);
    }

    @Test
    void aDirectoryThatCannotBeWalkedThroughKeepsNothingElseFromBeingDone() throws Exception {
        List<String> broken = new ArrayList<>();
        DiskLog log = open(new ForwardingDisk(disk) {
            @Override
            public void walk(Path directory, Visitor visitor) throws IOException {
                for (String why : broken) {
                    throw new IOException(why);
                }
                super.walk(directory, visitor);
            }
        });
        work(log);
        int before = log.segments().size();
        broken.add("Input/output error");

        clock.advance(MINUTE);
        log.upkeep().turn(true);

        assertThat(log.segments()).hasSizeLessThan(before);
    }

    @Test
    void whatTheLogMakesMeanwhileIsNotTakenForSomebodyElses() throws Exception {
        List<DiskLog> busy = new ArrayList<>();
        DiskLog log = open(new ForwardingDisk(disk) {
            @Override
            public void walk(Path directory, Visitor visitor) throws IOException {
                for (DiskLog each : busy) {
                    work(each);
                }
                super.walk(directory, visitor);
            }
        });
        work(log);
        busy.add(log);
        int before = log.segments().size();

        log.upkeep().lookAround();

        assertThat(log.segments()).hasSizeGreaterThan(before + 1);
        expectEveryByteCounted(log);
    }

    private static void work(DiskLog log) throws IOException {
        int before = log.segments().size();
        while (log.segments().size() < before + 2) {
            Numbered.append(log, 3000);
        }
        log.saveState();
        log.checkpoints().save(log.stats().next(), ByteBuffer.allocate(MIB));
    }

    /** The sync of the folder that gives the file its name is one of the operations. */
    @Test
    void aSegmentThatCouldNotBeMadeLeavesNoFile() throws Exception {
        for (int operations = 0; operations < 40; operations++) {
            MemoryDisk failing = new MemoryDisk(new SplittableRandom(1));
            DiskLog log = open(failing);
            failing.failIn(operations, "Input/output error");
            try {
                Numbered.append(log, 3000);
            } catch (IOException e) {
                failing.failNoMore();
                log.reopen();
            }
            failing.failNoMore();
            assertThat(log.stats().bytesOnDisk())
                    .as("after a failure of operation %s", operations)
                    .isEqualTo(failing.bytesBelow(DIRECTORY));
        }
    }

    @Test
    void anOldFileThatCanNeitherBeOverwrittenNorDeletedCountsUntilItIsGone() throws Exception {
        Needs needs = new Needs();
        DiskLog log = DiskLog.open(
                DIRECTORY,
                config.withSegmentSize(1 << 16).withRetain(stream -> new Offset(needs.from)),
                stubborn,
                false,
                () -> clock.millis() * 1_000_000);
        while (litter().isEmpty()) { // an old file is ready to be overwritten
            Numbered.append(log, 3000);
            needs.from = log.stats().next().value();
            log.tidy();
        }
        stubborn.keep(litter());

        for (int i = 0; i < 3; i++) {
            Numbered.append(log, 3000);
            log.upkeep().turn(true);
        }
        log.upkeep().turn(true);
        List<Path> kept = litter();
        expectEveryByteCounted(log);
        stubborn.keep(List.of());
        clock.advance(MINUTE);
        log.upkeep().turn(true);

        assertThat(kept).isNotEmpty();
        assertThat(litter()).doesNotContainAnyElementsOf(kept);
        expectEveryByteCounted(log);
    }

    private static final class Needs {
        private long from;
    }

    private List<Path> litter() {
        return disk.list(SEGMENTS).stream().filter(SegmentFile::isUnfinished).toList();
    }

    @Test
    void aSpareSegmentThatCannotBeDeletedStaysTheSpareOne() throws Exception {
        DiskLog log = open(stubborn);
        log.upkeep().turn(false);
        stubborn.keep(disk.list(SEGMENTS));
        assertThatThrownBy(log::close).isInstanceOf(IOException.class);

        expectEveryByteCounted(log);
    }

    @Test
    void onARealDiskEveryFileAndNothingElseIsCounted(@TempDir Path place) throws Exception {
        Path buffer = place.resolve("buffer");
        try (DiskLog log = DiskLog.open(buffer, config, new LocalDisk(), false)) {
            Numbered.append(log, 3000);
            log.tidy();
            long before = log.stats().bytesOnDisk();

            Files.createDirectories(buffer.resolve("deep").resolve("empty"));
            Files.write(buffer.resolve("deep").resolve("file"), new byte[321]);
            Files.createSymbolicLink(buffer.resolve("deep").resolve("round"), buffer);
            log.tidy();

            long link = buffer.toString().length();
            assertThat(log.stats().bytesOnDisk() - before).isEqualTo(321 + link);
            assertThat(new LocalDisk().bytesBelow(buffer)).isEqualTo(log.stats().bytesOnDisk());
        }
    }
}
