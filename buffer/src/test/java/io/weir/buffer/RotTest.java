package io.weir.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What the disk does to files must never yield a wrong record nor keep the log from opening; what is lost is named. */
class RotTest {
    private static final Path DIRECTORY = Path.of("buffer");
    private static final Path SEGMENTS = DIRECTORY.resolve("log");
    private static final Set<Integer> STREAMS = Set.of(1, 2);

    private final LogConfig config = LogConfig.defaults(new MovableClock(), 42)
            .withSegmentSize(1 << 15)
            .withKeepDelivered(Duration.ofDays(1))
            .withTail(0)
            .withDiskReserve(0, 0);
    private final Model model = new Model();
    private final MemoryDisk original = new MemoryDisk(new SplittableRandom(1));

    /** A log with sealed segments, one that a crash has left unsealed, a cursor and two checkpoints. */
    private void fill() throws Exception {
        DiskLog log = DiskLog.open(DIRECTORY, config, original, false);
        Cursor cursor = log.cursor("up", Set.of(1), new Start.Oldest());
        for (int i = 0; i < 120; i++) {
            append(log, i);
            if (i % 40 == 20) {
                log.checkpoints().save(new Offset(model.end()), ByteBuffer.allocate(5000));
                List<LogRecord> read = cursor.read(50, 1 << 20, Duration.ZERO);
                cursor.commit(read.get(read.size() - 1).offset().next(), ByteBuffer.allocate(0));
                log.tidy();
            }
            if (i == 70) {
                original.kill();
                log = DiskLog.open(DIRECTORY, config, original, false);
                cursor = log.cursor("up", Set.of(1), new Start.Oldest());
            }
        }
        cursor.flush(); // the state knows how far the log came, so that the loss of its newest segment can be named
        original.kill();
    }

    private void append(DiskLog log, int seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        List<Given> group = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            byte[] bytes = new byte[seed == 33 && i == 7 ? 150_000 : random.nextInt(200)];
            random.nextBytes(bytes);
            group.add(new Given(model.next() + i, 1 + random.nextInt(2), seed, ByteBuffer.wrap(bytes)));
        }
        log.append(Given.group(group));
        model.append(group);
        log.commit();
        model.commit();
    }

    @Test
    void rotInSegmentsLosesOnlyWhatIsNamed() throws Exception {
        fill();
        Seeds.each(1, 150, random -> {
            MemoryDisk disk = original.copy(random);
            List<Path> segments = segments(disk);
            int wounds = 1 + random.nextInt(3);
            for (int i = 0; i < wounds; i++) {
                wound(disk, segments.get(random.nextInt(segments.size())), random);
            }
            expectOnlyNamedLosses(disk);
        });
    }

    @Test
    void aRottenBitCostsAtMostItsBlock() throws Exception {
        fill();
        Seeds.each(1, 100, random -> {
            MemoryDisk disk = original.copy(random);
            List<Path> segments = segments(disk);
            flip(disk, segments.get(random.nextInt(segments.size() - 1)), random);

            long lost = expectOnlyNamedLosses(disk);

            assertThat(lost).isLessThanOrEqualTo(20);
        });
    }

    @Test
    void missingCopiedAndSwappedSegmentsLoseOnlyWhatIsNamed() throws Exception {
        fill();
        Seeds.each(1, 60, random -> {
            MemoryDisk disk = original.copy(random);
            List<Path> segments = segments(disk);
            Path one = segments.get(random.nextInt(segments.size()));
            Path other = segments.get(random.nextInt(segments.size()));
            int kind = random.nextInt(3);
            if (kind == 0) {
                disk.remove(one);
            } else if (kind == 1) {
                disk.copy(one, SegmentFile.in(SEGMENTS, 77));
            } else {
                disk.swap(one, other);
            }

            long lost = expectOnlyNamedLosses(disk);

            assertThat(lost).isBetween(0L, kind == 0 ? 700L : 0L);
        });
    }

    @Test
    void rotAnywhereElseNeverKeepsTheLogFromOpeningNorYieldsAWrongRecord() throws Exception {
        fill();
        Seeds.each(1, 150, random -> {
            MemoryDisk disk = original.copy(random);
            List<Path> files = disk.allFiles();
            for (int i = 0; i < 2; i++) {
                wound(disk, files.get(random.nextInt(files.size())), random);
            }
            DiskLog log = DiskLog.open(DIRECTORY, config, disk, false);
            read(log);
            log.checkpoints().newest();
            try (Cursor cursor = log.cursor("up", Set.of(1), new Start.Oldest())) {
                cursor.read(1000, 1 << 20, Duration.ZERO).forEach(model::expectSame);
            }
            log.append(new Group(List.of(new Entry(1, 0, ByteBuffer.allocate(10)))));
            log.commit();
            log.close();
        });
    }

    private static List<Path> segments(MemoryDisk disk) {
        return disk.list(SEGMENTS).stream()
                .filter(file ->
                        disk.length(file) > 2 << 20 || !disk.usedSectors(file).isEmpty())
                .toList();
    }

    private static void wound(MemoryDisk disk, Path file, SplittableRandom random) {
        List<Long> used = disk.usedSectors(file);
        if (used.isEmpty()) {
            return;
        }
        long at = used.get(random.nextInt(used.size())) * 512;
        switch (random.nextInt(4)) {
            case 0 -> flip(disk, file, random);
            case 1 -> disk.damage(file, at, new byte[512]);
            case 2 -> disk.truncate(file, random.nextLong(disk.length(file)));
            default -> {
                byte[] garbage = new byte[1 + random.nextInt(4000)];
                random.nextBytes(garbage);
                disk.damage(file, at, garbage);
            }
        }
    }

    private static void flip(MemoryDisk disk, Path file, SplittableRandom random) {
        List<Long> used = disk.usedSectors(file);
        long at = used.get(random.nextInt(used.size())) * 512 + random.nextInt(512);
        if (at < disk.length(file)) {
            disk.damage(file, at, new byte[] {(byte) (disk.at(file, at) ^ (1 << random.nextInt(8)))});
        }
    }

    /** Everything is read as it was written, or named as lost; answers how many are lost. */
    private long expectOnlyNamedLosses(MemoryDisk disk) throws Exception {
        DiskLog log = DiskLog.open(DIRECTORY, config, disk, false);
        Set<Long> read = read(log);
        log.tidy();
        Set<Long> lost = new TreeSet<>();
        for (LostRange gap : log.stats().gaps()) {
            for (long offset = gap.from().value(); offset < gap.to().value(); offset++) {
                lost.add(offset);
            }
        }
        assertThat(Collections.disjoint(read, lost)).isTrue();
        assertThat(lost).allMatch(offset -> offset < model.end());
        Ranges explained = new Ranges();
        read.forEach(offset -> explained.add(offset, offset + 1));
        lost.forEach(offset -> explained.add(offset, offset + 1));
        assertThat(explained.missingIn(0, model.end()))
                .as("neither read nor named as lost")
                .isEmpty();
        expectBalancedCursor(log);
        return lost.size();
    }

    private void expectBalancedCursor(DiskLog log) throws Exception {
        try (Cursor cursor = log.cursor("up", Set.of(1), new Start.Oldest())) {
            long position = cursor.standing().position().value();
            long delivered = model.count(Set.of(1), cursor.standing().start().value(), position);
            List<LogRecord> read = cursor.read(10_000, 1 << 24, Duration.ZERO);
            read.forEach(model::expectSame);
            cursor.commit(cursor.standing().end(), ByteBuffer.allocate(0));
            Standing standing = cursor.standing();
            long expired = standing.expired().values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            assertThat(standing.lag()).isZero();
            assertThat(standing.appendedSinceStart()).isEqualTo(delivered + read.size() + expired);
            assertThat(standing.expired().keySet()).isSubsetOf(Expiry.DAMAGED);
        }
    }

    private Set<Long> read(DiskLog log) throws IOException {
        Set<Long> offsets = new TreeSet<>();
        long last = -1;
        try (Scan scan = log.scan(Offset.FIRST, STREAMS)) {
            while (scan.hasNext()) {
                LogRecord entry = scan.next();
                model.expectSame(entry);
                assertThat(entry.offset().value()).isGreaterThan(last);
                last = entry.offset().value();
                offsets.add(last);
            }
        }
        return offsets;
    }
}
