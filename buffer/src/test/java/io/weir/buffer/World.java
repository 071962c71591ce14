package io.weir.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** A log, its model, and a random life for both. Streams 1 and 2 have cursors, 3 is held by the owner. */
final class World {
    private static final Path DIRECTORY = Path.of("buffer");
    private static final Set<Integer> STREAMS = Set.of(1, 2, 3);
    private static final int OWNED = 3;
    private static final int MIB = 1 << 20;

    private final SplittableRandom random;
    private final boolean powerCuts;
    private final boolean tight;
    private final MemoryDisk disk;
    private final MovableClock clock = new MovableClock();
    private final LogConfig config;
    private final Model model = new Model();
    private final List<ModelReader> readers = new ArrayList<>();
    private final StringBuilder story = new StringBuilder();
    private DiskLog log;
    private long needed;
    private Optional<Checkpoint> checkpoint = Optional.empty();
    /** A checkpoint in whose saving the world ended. */
    private Optional<Checkpoint> unsure = Optional.empty();

    /** In a tight world the quota is reached all the time. */
    World(SplittableRandom random, boolean powerCuts, boolean tight) throws IOException {
        this.random = random;
        this.powerCuts = powerCuts;
        this.tight = tight;
        this.disk = new MemoryDisk(random);
        this.config = LogConfig.defaults(clock, 42)
                .withSegmentSize(tight ? MIB : 4096)
                .withMaxSize(tight ? 17L * MIB : 1024L * MIB, WhenFull.DROP_OLDEST)
                .withTail(random.nextInt(3) * 5000L)
                .withRetain(stream -> stream == OWNED ? new Offset(needed) : Offset.BEYOND)
                .withDiskReserve(0, 0);
        for (int i = 0; i < 3; i++) {
            Set<Integer> streams = random.nextBoolean() ? Set.of(1) : Set.of(1, 2);
            readers.add(new ModelReader(random, model, "up" + i, streams, !tight));
        }
        this.log = DiskLog.open(DIRECTORY, config, disk, false);
    }

    void live(int steps) throws Exception {
        try {
            for (int i = 0; i < steps; i++) {
                step();
                check();
            }
            crash();
            check();
        } catch (Exception | AssertionError e) {
            throw new AssertionError("After" + story, e);
        }
    }

    private void tell(String what) {
        story.append(' ').append(what).append(';');
    }

    private void step() throws Exception {
        int dice = random.nextInt(100);
        if (dice < 35) {
            append();
        } else if (dice < 55) {
            commit();
        } else if (dice < 75) {
            ModelReader reader = readers.get(random.nextInt(readers.size()));
            tell(reader + " " + reader.use(log));
        } else if (dice < 82) {
            tell("tidy");
            log.tidy();
            readers.forEach(ModelReader::synced);
        } else if (dice < 86) {
            saveCheckpoint();
        } else if (dice < 90) {
            closeAndOpen();
        } else if (dice < 93) {
            crash();
        } else if (dice < 96) {
            crashInTheMiddle();
        } else if (dice < 97) {
            clock.advance(Duration.ofMinutes(random.nextInt(100)));
        } else {
            failAndReopen();
        }
    }

    private void append() throws IOException {
        List<Given> group = new ArrayList<>();
        int size = 1 + random.nextInt(6);
        for (int i = 0; i < size; i++) {
            long time = random.nextLong() >> random.nextInt(64);
            group.add(new Given(model.next() + i, 1 + random.nextInt(OWNED), time, ByteBuffer.wrap(bytes())));
        }
        tell("append " + size + "@" + model.next());
        append(group);
    }

    private void append(List<Given> group) throws IOException {
        try {
            long offset = log.append(Given.group(group)).value();
            assertThat(offset).isEqualTo(group.get(0).offset());
            model.append(group);
        } catch (LogFullException e) {
            assertThat(tight).isTrue();
            needed = model.end(); // as an owner who was asked for a checkpoint
        }
    }

    private byte[] bytes() {
        int most = 300;
        if (tight) {
            most = 300_000;
        } else if (random.nextInt(15) == 0) {
            most = 150_000;
        }
        return bytes(random.nextInt(most));
    }

    /** Mostly random, and quick. */
    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i += 1 + i / 16) {
            bytes[i] = (byte) random.nextInt();
        }
        return bytes;
    }

    private void commit() throws IOException {
        tell("commit");
        log.commit();
        model.commit();
    }

    private void failAndReopen() throws IOException {
        tell("fail");
        disk.failIn(random.nextInt(6), random.nextBoolean() ? "No space left on device" : "Input/output error");
        try {
            append();
            commit();
            disk.failNoMore();
        } catch (IOException e) {
            disk.failNoMore();
            tell("reopen");
            assertThat(log.reopen().value()).isEqualTo(model.end());
            List<List<Given>> again = model.pending();
            model.forgetPending();
            for (List<Given> group : again) {
                if (group.get(0).offset() == model.next() && random.nextInt(3) > 0) {
                    append(group);
                }
            }
        }
    }

    /** The process or the power ends at any write, sync, rename or deletion. */
    private void crashInTheMiddle() throws IOException {
        tell("crash in the middle");
        disk.failIn(random.nextInt(12), "The end");
        try {
            append();
            commit();
            log.tidy();
            saveCheckpoint();
        } catch (IOException e) {
            tell("of that");
        }
        crash();
    }

    private void saveCheckpoint() throws IOException {
        boolean large = !tight && random.nextInt(10) == 0;
        byte[] state = bytes(random.nextInt(large ? 3_000_000 : 1000));
        tell("checkpoint " + state.length);
        Checkpoint next = new Checkpoint(new Offset(model.end()), ByteBuffer.wrap(state));
        unsure = Optional.of(next);
        log.checkpoints().save(next.at(), next.state());
        checkpoint = Optional.of(next);
        unsure = Optional.empty();
        needed = Math.max(needed, log.checkpoints().oldestKept().orElseThrow().value());
    }

    private void closeAndOpen() throws IOException {
        tell("close");
        readers.forEach(ModelReader::synced);
        log.close();
        model.forgetPending();
        open();
    }

    private void crash() throws IOException {
        tell("crash");
        if (powerCuts && random.nextBoolean()) {
            disk.cutPower();
        } else {
            disk.kill();
        }
        open();
    }

    private void open() throws IOException {
        log = DiskLog.open(DIRECTORY, config, disk, false);
        model.recoverTo(log.stats().next().value());
        if (unsure.isPresent() && log.checkpoints().newest().equals(unsure)) {
            checkpoint = unsure;
        }
        unsure = Optional.empty();
        checkScan();
        for (ModelReader reader : readers) {
            reader.reopen(log);
        }
    }

    private void check() throws IOException {
        if (random.nextInt(8) == 0) {
            checkScan();
        }
        readers.forEach(ModelReader::check);
        LogStats stats = log.stats();
        assertThat(stats.next().value()).isEqualTo(model.end());
        assertThat(stats.gaps()).isEmpty();
        assertThat(stats.appended()).isEqualTo(model.totals());
        assertThat(stats.bytesOnDisk()).isLessThanOrEqualTo(config.maxSizeBytes());
        assertThat(log.checkpoints().newest()).isEqualTo(checkpoint);
    }

    private void checkScan() throws IOException {
        List<Long> offsets = new ArrayList<>();
        try (Scan scan = log.scan(Offset.FIRST, STREAMS)) {
            while (scan.hasNext()) {
                LogRecord entry = scan.next();
                model.expectSame(entry);
                offsets.add(entry.offset().value());
            }
        }
        assertThat(offsets).isSorted().doesNotHaveDuplicates();
        assertThat(offsets).containsAll(model.offsets(Set.of(OWNED), needed, model.end()));
    }
}
