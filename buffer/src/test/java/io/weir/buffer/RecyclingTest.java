package io.weir.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Files of segments that nobody needs are overwritten, and nothing of what they held comes back. */
class RecyclingTest {
    private static final Path DIRECTORY = Path.of("buffer");
    private static final Path SEGMENTS = DIRECTORY.resolve("log");
    private static final int MIB = 1 << 20;
    private static final int GROUP = 300;

    private final MemoryDisk disk = new MemoryDisk(new SplittableRandom(1));
    private final LogConfig config = LogConfig.defaults(new MovableClock(), 42)
            .withSegmentSize(1 << 16)
            .withTail(0)
            .withDiskReserve(0, 0);
    /** Of this offset on the owner needs what is there. */
    private long needed = Long.MAX_VALUE;

    private DiskLog open() throws IOException {
        return DiskLog.open(DIRECTORY, config.withRetain(stream -> new Offset(needed)), disk, false);
    }

    /** Until the segment that is being written is one over an old file. */
    private void workUntilRecycling(DiskLog log) throws IOException {
        while (log.recycled() < 3) {
            Numbered.append(log, GROUP);
            needed = Math.max(0, Numbered.end(log) - GROUP);
            log.tidy();
        }
        Numbered.append(log, GROUP);
    }

    @Test
    void whatIsWrittenOverAnOldFileIsThereAfterACrash() throws Exception {
        DiskLog log = open();
        workUntilRecycling(log);
        Numbered.expectAllFrom(needed, log);

        disk.kill();

        Numbered.expectAllFrom(needed, open());
    }

    @Test
    void whatIsWrittenOverAnOldFileIsReadByMapdbOnceItIsSealed() throws Exception {
        DiskLog log = open();
        workUntilRecycling(log);
        log.close();

        for (Path file : disk.list(SEGMENTS)) {
            Block.Home home = new Block.Home(42, SegmentFile.generation(file).orElseThrow());
            try (SegmentReader reader = SegmentReader.open(disk, file, home)) {
                assertThat(reader.stored(SegmentWriter.SEAL_NUMBER)).isPresent();
                Block seal = reader.stored(SegmentWriter.SEAL_NUMBER).orElseThrow();
                int last = seal.body().getInt(seal.body().position());
                for (int number = SegmentWriter.HEADER_NUMBER; number <= last; number++) {
                    assertThat(reader.stored(number)).isPresent();
                }
                assertThat(reader.stored(last + 1)).isEmpty();
            }
        }
        Numbered.expectAllFrom(needed, open());
    }

    @Test
    void anUnusedSegmentOverAnOldFileDoesNotBringTheOldOneBack() throws Exception {
        DiskLog log = open();
        workUntilRecycling(log);
        for (int i = 0; i < 10 && unused().isEmpty(); i++) {
            Numbered.append(log, GROUP);
            needed = Numbered.end(log) - GROUP;
            log.upkeep().turn(true);
        }
        assertThat(unused()).hasSize(1);
        long next = Numbered.end(log);

        disk.kill();
        DiskLog again = open();

        assertThat(Numbered.end(again)).isEqualTo(next);
        Numbered.expectAllFrom(needed, again);
        assertThat(disk.list(DIRECTORY.resolve("quarantine"))).isEmpty();
        assertThat(again.stats().quarantined()).isZero();
    }

    /** Segments over an old file without a block of their own. */
    private List<Path> unused() throws IOException {
        List<Path> unused = new ArrayList<>();
        for (Path file : disk.list(SEGMENTS)) {
            if (SegmentFile.generation(file).isPresent()) {
                try (RawFile raw = disk.open(file, false)) {
                    Block.Home home =
                            new Block.Home(42, SegmentFile.generation(file).getAsLong(), Keys.NONE);
                    SegmentScan scan = new SegmentScan(raw, home);
                    if (scan.sawData() && scan.first().isEmpty()) {
                        unused.add(file);
                    }
                }
            }
        }
        return unused;
    }

    @Test
    void aFileThatSomebodyReadsIsNotOverwritten() throws Exception {
        needed = 0;
        DiskLog log = open();
        while (log.segments().size() < 4) {
            Numbered.append(log, GROUP);
            log.tidy();
        }
        List<Long> read = new ArrayList<>();
        try (Scan slow = log.scan(Offset.FIRST, Numbered.STREAMS)) {
            read.add(slow.next().offset().value());
            long inFirst = log.segments().get(0).end();
            while (log.recycled() < 3) {
                Numbered.append(log, GROUP);
                needed = Numbered.end(log) - GROUP;
                log.tidy();
            }
            while (read.size() < inFirst) {
                LogRecord entry = slow.next();
                Numbered.expectTrue(entry);
                read.add(entry.offset().value());
            }
            assertThat(read).isEqualTo(LongStream.range(0, inFirst).boxed().toList());
        }
    }

    @Test
    void aSegmentThatIsStillToBeSealedIsNotOverwritten() throws Exception {
        DiskLog log = open();
        Numbered.append(log, GROUP);
        Segment first = log.segments().get(0);

        assertThat(first.retire()).isFalse();
        while (log.segments().contains(first)) {
            Numbered.append(log, GROUP);
            log.tidy();
        }

        assertThat(first.retire()).isTrue();
    }

    @Test
    void aCopyUnderTheOldNameIsTakenForWhatItClaims() throws Exception {
        DiskLog log = open();
        workUntilRecycling(log);
        Path newest = SEGMENTS.resolve(
                log.segments().get(log.segments().size() - 1).file().getFileName());
        long next = Numbered.end(log);
        disk.kill();
        for (long generation = 1; generation < 4; generation++) {
            copy(newest, SegmentFile.in(SEGMENTS, generation));
        }

        DiskLog again = open();

        assertThat(Numbered.end(again)).isEqualTo(next);
        Numbered.expectAllFrom(needed, again);
        assertThat(Numbered.offsets(again.scan(Offset.FIRST, Numbered.STREAMS)))
                .allMatch(offset -> offset >= needed - GROUP * 10L);
    }

    private void copy(Path from, Path to) throws IOException {
        try (RawFile in = disk.open(from, false);
                RawFile out = disk.open(to, true)) {
            byte[] all = new byte[(int) in.length()];
            in.read(0, all, 0, all.length);
            out.write(0, all, 0, all.length);
        }
    }

    /** A bad sector is bad until what is written over it has reached the disk, which a power cut can prevent. */
    @Test
    void badSectorsOfAnOldFileHarmNothingThatIsWrittenOverIt() {
        Seeds.each(70_000_001, 60, random -> new Rotting(random).live());
    }

    /** A disk on which sectors of the files that are kept to be overwritten go bad. */
    private final class Rotting {
        private final SplittableRandom random;
        private final MemoryDisk rotting;
        /** A file whose beginning cannot be read is not used again. */
        private final long worst;

        private long acknowledged;

        Rotting(SplittableRandom random) {
            this.random = random;
            this.rotting = new MemoryDisk(random);
            this.worst = random.nextInt(6) == 0 ? 0 : MIB / Sectors.BYTES;
        }

        private DiskLog open() throws IOException {
            return DiskLog.open(DIRECTORY, config.withRetain(stream -> new Offset(needed())), rotting, false);
        }

        private long needed() {
            return Math.max(0, acknowledged - GROUP);
        }

        void live() throws IOException {
            DiskLog log = open();
            for (int cut = 0; cut < 4; cut++) {
                work(log);
                dieInACommit(log);
                rotting.cutPower();
                log = open();
                assertThat(Numbered.end(log)).isGreaterThanOrEqualTo(acknowledged);
                Numbered.expectAllFrom(needed(), log);
                assertThat(log.stats().quarantined()).isZero();
            }
        }

        private void work(DiskLog log) throws IOException {
            for (int left = 8 + random.nextInt(16); left > 0; left--) {
                Numbered.append(log, GROUP);
                acknowledged = Numbered.end(log);
                log.tidy();
                breakSectors();
            }
        }

        private void dieInACommit(DiskLog log) {
            rotting.dieIn(random.nextInt(3));
            try {
                while (true) {
                    Numbered.append(log, GROUP);
                    acknowledged = Numbered.end(log);
                }
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("The end");
            }
        }

        private void breakSectors() {
            for (Path file : rotting.list(SEGMENTS)) {
                if (file.toString().endsWith(SegmentFile.UNFINISHED)) {
                    List<Long> used = rotting.usedSectors(file).stream()
                            .filter(sector -> sector >= worst)
                            .toList();
                    for (int i = 0; i < 4; i++) {
                        rotting.breakSector(file, used.get(random.nextInt(used.size())));
                    }
                }
            }
        }
    }

    @Test
    void filesKeptToBeOverwrittenCountForTheQuotaAndGoWhenRoomIsNeeded() throws Exception {
        LogConfig small = config.withMaxSize(24L * MIB, WhenFull.REJECT).withRetain(stream -> new Offset(needed));
        DiskLog log = DiskLog.open(DIRECTORY, small, disk, false);
        workUntilRecycling(log);
        needed = Numbered.end(log);
        log.tidy();
        long filled = Numbered.end(log);
        while (log.hasRoom(60_000)) {
            Numbered.append(log, GROUP);
            log.tidy();
            long bytes = 0;
            for (Path folder : List.of(SEGMENTS, DIRECTORY.resolve("state"), DIRECTORY.resolve("checkpoints"))) {
                for (Path file : disk.list(folder)) {
                    try (RawFile raw = disk.open(file, false)) {
                        bytes += raw.length();
                    }
                }
            }
            assertThat(bytes)
                    .isLessThanOrEqualTo(24L * MIB)
                    .isLessThanOrEqualTo(log.stats().bytesOnDisk());
        }

        assertThat(Numbered.end(log) - filled)
                .as("entries in most of the quota")
                .isGreaterThan(60_000_000 / 1000 / 20);
        assertThat(disk.list(SEGMENTS)).noneMatch(file -> file.toString().endsWith(SegmentFile.UNFINISHED));
    }
}
