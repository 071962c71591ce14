package io.weir.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What the disk does to files must never yield a wrong record nor keep the log from opening; what is lost is named. */
class RotTest {
    private static final Path DIRECTORY = Path.of("buffer");
    private static final Path SEGMENTS = DIRECTORY.resolve("log");
    private static final Set<Integer> STREAMS = Set.of(1, 2);
    private static final int DAMAGES = 1000;

    private final LogConfig config = LogConfig.defaults(new MovableClock(), 42)
            .withSegmentSize(1 << 15)
            .withKeepDelivered(Duration.ofDays(1))
            .withTail(0)
            .withDiskReserve(0, 0);
    private final KeyRing keys = new KeyRing(new SplittableRandom(2), true);
    private Model model = new Model();
    private final MemoryDisk plain = new MemoryDisk(new SplittableRandom(1));
    private final MemoryDisk encrypted = new MemoryDisk(new SplittableRandom(1));

    /** A log with sealed segments, one that a crash has left unsealed, a cursor and two checkpoints. */
    private void fill() throws Exception {
        fill(plain, new KeyRing(new SplittableRandom(3), false));
        model = new Model();
        fill(encrypted, keys);
    }

    /** A quarter of what is damaged is encrypted, under two keys. */
    private MemoryDisk original(SplittableRandom random) {
        return (random.nextInt(4) == 0 ? encrypted : plain).copy(random);
    }

    private LogConfig config() {
        return config.withKeys(keys.keys());
    }

    private void fill(MemoryDisk original, KeyRing ring) throws Exception {
        DiskLog log = DiskLog.open(DIRECTORY, config.withKeys(ring.keys()), original, false);
        Cursor cursor = log.cursor("up", Set.of(1), new Start.Oldest());
        for (int i = 0; i < 60; i++) {
            append(log, i);
            if (i % 20 == 10) {
                log.checkpoints().save(new Offset(model.end()), ByteBuffer.allocate(5000));
                List<LogRecord> read = cursor.read(50, 1 << 20, Duration.ZERO);
                cursor.commit(read.get(read.size() - 1).offset().next(), ByteBuffer.allocate(0));
                log.tidy();
            }
            if (i == 35) {
                original.kill();
                ring.turn();
                log = DiskLog.open(DIRECTORY, config.withKeys(ring.keys()), original, false);
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
        model.append(group, 0);
        log.commit();
        model.commit();
    }

    /** Bits flipped, sectors zeroed, files truncated, duplicated and swapped, one at a time. */
    @Test
    void oneDamageLosesOnlyWhatItHitAndThatIsNamed() throws Exception {
        fill();
        AtomicLong damages = new AtomicLong();
        AtomicLong delivered = new AtomicLong();
        AtomicLong undamaged = new AtomicLong();
        Seeds.each(1, DAMAGES, random -> {
            MemoryDisk disk = original(random);
            int kind = random.nextInt(5);
            List<Path> segments = new Wounds(disk, random).holdingBlocks(SEGMENTS);
            damage(disk, segments, kind, random);
            Set<Long> left = undamaged(disk);

            Outcome outcome = expectOnlyNamedLosses(disk);

            damages.incrementAndGet();
            undamaged.addAndGet(left.size());
            left.retainAll(outcome.read());
            delivered.addAndGet(left.size());
            assertThat(outcome.lost()).isLessThanOrEqualTo(most(kind));
        });
        double share = 100.0 * delivered.get() / undamaged.get();
        System.out.printf(
                Locale.ROOT,
                "Rot: %d damages, %d undamaged records, %d of them delivered (%.3f %%), 0 wrong, all losses named%n",
                damages.get(),
                undamaged.get(),
                delivered.get(),
                share);
        assertThat(share).isGreaterThanOrEqualTo(99.0);
    }

    private static void damage(MemoryDisk disk, List<Path> segments, int kind, SplittableRandom random) {
        Wounds wounds = new Wounds(disk, random);
        Path one = segments.get(random.nextInt(segments.size() - 1));
        switch (kind) {
            case 0 -> wounds.flip(one);
            case 1 -> wounds.zero(one);
            case 2 -> wounds.truncate(segments.get(random.nextInt(segments.size())));
            case 3 -> wounds.duplicate(one);
            default -> wounds.swap(one, segments.get(random.nextInt(segments.size())));
        }
    }

    /** A bit or a sector costs at most the blocks it belongs to, a copy or a wrong name nothing. */
    private static int most(int kind) {
        return switch (kind) {
            case 0 -> 20;
            case 1 -> 80;
            case 2 -> 700;
            default -> 0;
        };
    }

    /** Offsets of the entries in all blocks that are still true, wherever they lie. */
    private Set<Long> undamaged(MemoryDisk disk) throws IOException {
        Set<Long> offsets = new TreeSet<>();
        for (Path file : disk.allFiles()) {
            Optional<Block.Home> home =
                    SEGMENTS.equals(file.getParent()) ? RawScan.homeIn(disk, file, keys.keys()) : Optional.empty();
            if (home.isPresent()) {
                try (RawFile raw = disk.open(file, false)) {
                    new RawScan(raw, home.get()).visit((position, block) -> {
                        for (long offset = block.first(); offset < block.end(); offset++) {
                            offsets.add(offset);
                        }
                    });
                }
            }
        }
        return offsets;
    }

    @Test
    void severalWoundsAtOnceLoseOnlyWhatIsNamed() throws Exception {
        fill();
        Seeds.each(1, 150, random -> {
            MemoryDisk disk = original(random);
            Wounds wounds = new Wounds(disk, random);
            int count = 1 + random.nextInt(3);
            for (int i = 0; i < count; i++) {
                wounds.inAnyOf(SEGMENTS);
            }
            expectOnlyNamedLosses(disk);
        });
    }

    @Test
    void rotAnywhereElseNeverKeepsTheLogFromOpeningNorYieldsAWrongRecord() throws Exception {
        fill();
        Seeds.each(1, 200, random -> {
            MemoryDisk disk = original(random);
            List<Path> files = disk.allFiles();
            for (int i = 0; i < 2; i++) {
                new Wounds(disk, random).inside(files.get(random.nextInt(files.size())));
            }
            DiskLog log = DiskLog.open(DIRECTORY, config(), disk, false);
            model.offsets(log.scan(Offset.FIRST, STREAMS));
            log.checkpoints().newest();
            try (Cursor cursor = log.cursor("up", Set.of(1), new Start.Oldest())) {
                cursor.read(1000, 1 << 20, Duration.ZERO).forEach(model::expectSame);
            }
            log.append(new Group(List.of(new Entry(1, 0, ByteBuffer.allocate(10)))));
            log.commit();
            log.close();
        });
    }

    /** What was read, and how many were named as lost. */
    private record Outcome(Set<Long> read, int lost) {}

    /** Everything is read as it was written, or named as lost. */
    private Outcome expectOnlyNamedLosses(MemoryDisk disk) throws Exception {
        DiskLog log = DiskLog.open(DIRECTORY, config(), disk, false);
        Set<Long> read = model.offsets(log.scan(Offset.FIRST, STREAMS));
        log.tidy();
        Set<Long> lost = new TreeSet<>();
        for (LostRange gap : log.stats().gaps()) {
            for (long offset = gap.from().value(); offset < gap.to().value(); offset++) {
                lost.add(offset);
            }
        }
        Set<Long> missing = LongStream.range(0, model.end()).boxed().collect(Collectors.toCollection(TreeSet::new));
        missing.removeAll(read);
        if (!lost.equals(missing)) {
            throw new AssertionError("Missing " + missing + ", named as lost " + lost);
        }
        expectBalancedCursor(log);
        return new Outcome(read, lost.size());
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
}
