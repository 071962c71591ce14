package io.weir.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/** A log, its model, and a random life for both. Streams 1 and 2 have cursors, 3 is held by the owner. */
final class World {
    private static final Path DIRECTORY = Path.of("buffer");
    private static final Path SEGMENTS = DIRECTORY.resolve("log");
    private static final Set<Integer> STREAMS = Set.of(1, 2, 3);
    private static final int OWNED = 3;
    private static final int MIB = 1 << 20;

    private final SplittableRandom random;
    private final Climate climate;
    private final Tallies tallies;
    private final MemoryDisk disk;
    private final SharedDisk shared;
    private final MovableClock clock = new MovableClock();
    private final LogConfig config;
    private final KeyRing keys;
    private final Model model = new Model();
    private final List<ModelReader> readers = new ArrayList<>();
    private final StringBuilder story = new StringBuilder();
    private DiskLog log;
    private long needed;
    private boolean rotten;
    private boolean failed;
    private Optional<Checkpoint> checkpoint = Optional.empty();
    /** What may be the newest: one in whose saving the world ended may be there, or in the page cache only. */
    private final List<Optional<Checkpoint>> possible = new ArrayList<>(List.of(Optional.empty()));

    World(SplittableRandom random, Climate climate, Tallies tallies) throws IOException {
        this.random = random;
        this.climate = climate;
        this.tallies = tallies;
        this.disk = new MemoryDisk(random);
        this.shared = new SharedDisk(disk, DIRECTORY);
        this.config = LogConfig.defaults(clock, 42)
                .withSegmentSize(climate.tight() ? MIB : 4096)
                .withMaxSize(climate.tight() ? 17L * MIB : 1024L * MIB, WhenFull.DROP_OLDEST)
                .withMaxAge(climate.maxAge())
                .withKeepDelivered(climate.keepDelivered())
                .withTail(random.nextInt(3) * 5000L)
                .withRetain(stream -> stream == OWNED ? new Offset(needed) : Offset.BEYOND)
                .withDiskReserve(0, 0);
        this.keys = new KeyRing(random, random.nextInt(4) == 0);
        for (int i = 0; i < 3; i++) {
            Set<Integer> streams = random.nextBoolean() ? Set.of(1) : Set.of(1, 2);
            readers.add(new ModelReader(random, model, "up" + i, streams, climate.isLossless()));
        }
        this.log = openLog();
    }

    private DiskLog openLog() throws IOException {
        return DiskLog.open(DIRECTORY, config.withKeys(keys.keys()), shared, false, () -> clock.millis() * 1_000_000);
    }

    void live(int steps) throws Exception {
        try {
            for (int i = 0; i < steps; i++) {
                step();
                check();
                shared.meddle(story.length());
            }
            crash();
            if (climate.rot()) {
                rot();
                for (int i = 0; i < 6; i++) {
                    step();
                    check();
                }
                crash();
            }
            check();
            checkCheckpoint();
            for (ModelReader reader : readers) {
                reader.readEverything(log);
            }
            tallies.lived(model.end());
        } catch (Exception | AssertionError e) {
            throw new AssertionError("After" + story, e);
        }
    }

    private void tell(String what) {
        story.append(' ').append(what).append(';');
    }

    private void step() throws Exception {
        if (climate.served() && random.nextInt(4) == 0) {
            serve();
            return;
        }
        int dice = random.nextInt(100);
        if (dice < 34) {
            append();
        } else if (dice < 53) {
            commit();
        } else if (dice < 74) {
            ModelReader reader = readers.get(random.nextInt(readers.size()));
            tell(reader + " " + reader.use(log, clock.millis()));
        } else if (dice < 76) {
            clean();
        } else if (dice < 81) {
            tell("tidy");
            tidy();
        } else if (dice < 85) {
            saveCheckpoint();
        } else if (dice < 88) {
            closeAndOpen();
        } else if (dice < 90) {
            crash();
        } else if (dice < 94) {
            crashInTheMiddle();
        } else if (dice < 97) {
            int minutes = random.nextInt(100);
            tell(minutes + " minutes later");
            clock.advance(Duration.ofMinutes(minutes));
        } else {
            failAndReopen();
        }
    }

    /** Nobody needs anything that is there any more. */
    private void serve() throws Exception {
        tell("serve");
        for (ModelReader reader : readers) {
            reader.catchUp(log);
        }
        needed = model.end();
        log.upkeep().turn(true);
        tidy();
    }

    private void tidy() throws IOException {
        log.tidy();
        readers.forEach(ModelReader::synced);
        shared.noticed();
        failed = false;
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
            model.append(group, clock.millis());
        } catch (LogFullException e) {
            assertThat(climate.tight()).isTrue();
            needed = model.end(); // as an owner who was asked for a checkpoint
        }
    }

    private byte[] bytes() {
        int most = climate.served() ? 3000 : 300;
        if (climate.tight()) {
            most = 300_000;
        } else if (random.nextInt(25) == 0) {
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
        failed = true;
        disk.failIn(random.nextInt(6), random.nextBoolean() ? "No space left on device" : "Input/output error");
        try {
            append();
            commit();
            disk.failNoMore();
        } catch (IOException e) {
            disk.failNoMore();
            tell("reopen");
            assertThat(log.reopen().value()).isEqualTo(model.end());
            List<Model.Pending> again = model.pending();
            model.forgetPending();
            for (Model.Pending pending : again) {
                if (pending.group().get(0).offset() == model.next() && random.nextInt(3) > 0) {
                    append(pending.group());
                }
            }
        }
    }

    /** The process or the power ends at any write, sync, rename or deletion. */
    private void crashInTheMiddle() throws IOException {
        tell("crash in the middle");
        disk.dieIn(random.nextInt(30));
        try {
            append();
            commit();
            if (random.nextBoolean()) {
                log.tidy();
            }
            if (random.nextBoolean()) {
                clean();
            }
            saveCheckpoint();
            append();
            commit();
            log.close();
            open();
            append();
            commit();
        } catch (IOException e) {
            tell("of that: " + disk.diedIn().orElse("?"));
        }
        crash();
    }

    /** What the cleaner does when it thinks that it is time; the tight world's quota gives up more. */
    private void clean() throws IOException {
        List<Segment> all = log.segments().stream()
                .filter(segment ->
                        segment.isComplete() && SEGMENTS.equals(segment.file().getParent()))
                .toList();
        if (all.isEmpty()) {
            return;
        }
        int from = random.nextInt(all.size());
        int to = from + 1;
        while (to < all.size() && random.nextInt(3) > 0 && follows(all.get(to - 1), all.get(to))) {
            to++;
        }
        Map<Integer, Expiry> givenUp = Map.of();
        if (!climate.isLossless() && climate.keepDelivered().isZero() && random.nextBoolean()) {
            givenUp = Map.of(1 + random.nextInt(2), Expiry.MAX_SIZE);
        }
        tell("rewrite [" + all.get(from).first() + ", " + all.get(to - 1).end() + ") without " + givenUp);
        log.upkeep().rewrite(all.subList(from, to), givenUp);
        readers.forEach(ModelReader::synced);
    }

    private static boolean follows(Segment one, Segment next) {
        return one.end() == next.first()
                && Tally.of(one.after())
                        .positive()
                        .equals(Tally.of(next.before()).positive());
    }

    private void saveCheckpoint() throws IOException {
        boolean large = !climate.tight() && random.nextInt(40) == 0;
        byte[] state = bytes(random.nextInt(large ? 3_000_000 : 1000));
        tell("checkpoint " + state.length);
        Checkpoint next = new Checkpoint(new Offset(model.end()), ByteBuffer.wrap(state));
        possible.add(Optional.of(next));
        log.checkpoints().save(next.at(), next.state());
        checkpoint = Optional.of(next);
        possible.clear();
        possible.add(checkpoint);
        needed = Math.max(needed, log.checkpoints().oldestKept().orElseThrow().value());
    }

    private void closeAndOpen() throws IOException {
        tell("close");
        tallies.recycled(log.recycled());
        log.close();
        readers.forEach(ModelReader::synced);
        model.forgetPending();
        open();
    }

    private void crash() throws IOException {
        tallies.recycled(log.recycled());
        if (random.nextInt(8) < climate.powerCuts()) {
            tell("power cut");
            tallies.cut(disk.diedIn(), model.end());
            disk.cutPower();
        } else {
            tell("crash");
            disk.kill();
        }
        open();
    }

    private void open() throws IOException {
        if (random.nextInt(3) == 0) {
            keys.turn();
        }
        log = openLog();
        shared.noticed();
        failed = false;
        model.recoverTo(log.stats().next().value());
        checkpoint = log.checkpoints().newest();
        assertThat(possible).contains(checkpoint);
        checkScan();
        for (ModelReader reader : readers) {
            reader.reopen(log);
        }
    }

    /** Damages segments of a log that knows how far it came, and expects that exactly what is missing is named. */
    private void rot() throws IOException {
        tidy();
        readers.get(0).flush(log);
        Set<Long> before = offsets();
        disk.kill();
        Wounds wounds = new Wounds(disk, random);
        for (int i = 0; i <= random.nextInt(3); i++) {
            tell(wounds.inAnyOf(SEGMENTS));
        }
        rotten = true;
        readers.forEach(ModelReader::expectDamage);
        open();
        Set<Long> after = offsets();
        tidy();
        Set<Long> missing = new TreeSet<>(before);
        missing.removeAll(after);
        Set<Long> named = new TreeSet<>();
        for (LostRange gap : log.stats().gaps()) {
            for (long offset = gap.from().value(); offset < gap.to().value(); offset++) {
                named.add(offset);
            }
        }
        if (!named.equals(missing)) {
            throw new AssertionError("Missing " + missing + ", named as lost " + named);
        }
        tallies.damaged(before.size(), missing.size());
    }

    private void check() throws IOException {
        if (random.nextInt(8) == 0) {
            checkScan();
            checkCheckpoint();
        }
        for (ModelReader reader : readers) {
            reader.check(log);
        }
        LogStats stats = log.stats();
        assertThat(stats.next().value()).isEqualTo(model.end());
        assertThat(stats.bytesOnDisk() - shared.noticedBytes()).isLessThanOrEqualTo(config.maxSizeBytes());
        if (!(rotten && failed)) { // who can neither read a file nor delete it has it there until the next opening
            assertThat(stats.bytesOnDisk()).isEqualTo(shared.bytesAsNoticed());
        }
        if (!rotten) {
            assertThat(stats.gaps()).isEmpty();
            assertThat(stats.appended()).isEqualTo(model.totals());
        }
    }

    private void checkCheckpoint() throws IOException {
        assertThat(log.checkpoints().newest()).isEqualTo(checkpoint);
    }

    private void checkScan() throws IOException {
        Set<Long> offsets = offsets();
        for (long offset = 0; offset < model.end(); offset++) {
            if (!rotten && !offsets.contains(offset) && mustBeThere(offset)) {
                throw new AssertionError(offset + " is not there");
            }
        }
        tallies.checked(offsets.size());
    }

    private boolean mustBeThere(long offset) {
        if (model.stream(offset) == OWNED && offset >= needed) {
            return true;
        }
        long ageMillis = clock.millis() - model.appendedAtMillis(offset);
        return !climate.tight()
                && ageMillis < climate.keepDelivered().toMillis()
                && ageMillis < climate.maxAge().toMillis();
    }

    private Set<Long> offsets() throws IOException {
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
