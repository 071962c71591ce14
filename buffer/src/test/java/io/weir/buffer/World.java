package io.weir.buffer;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** A log, its model, and a random life for both. Streams 1 and 2 have cursors, 3 is held by the owner. */
final class World {
    private static final Path DIRECTORY = Path.of("buffer");
    private static final Path SEGMENTS = DIRECTORY.resolve("log");
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
    private final ModelOwner owner = new ModelOwner(model);
    private final ModelWriter writer;
    private final Audit audit;
    private final List<ModelReader> readers = new ArrayList<>();
    private final StringBuilder story = new StringBuilder();
    private DiskLog log;
    private boolean failed;

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
                .withRetain(owner)
                .withDiskReserve(0, 0);
        this.writer = new ModelWriter(random, model, owner, climate, clock, this::tell);
        this.audit = new Audit(model, owner, climate, shared, config.maxSizeBytes());
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
            owner.check(log);
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
            writer.append(log);
        } else if (dice < 53) {
            writer.commit(log);
        } else if (dice < 74) {
            ModelReader reader = readers.get(random.nextInt(readers.size()));
            tell(reader + " " + reader.use(log, clock.millis()));
        } else if (dice < 76) {
            clean();
        } else if (dice < 81) {
            tell("tidy");
            tidy();
        } else if (dice < 85) {
            writer.saveCheckpoint(log);
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
        owner.needNothing();
        log.upkeep().turn(true);
        tidy();
    }

    private void tidy() throws IOException {
        log.tidy();
        readers.forEach(ModelReader::synced);
        shared.noticed();
        failed = false;
    }

    private void failAndReopen() throws IOException {
        tell("fail");
        failed = true;
        disk.failIn(random.nextInt(6), random.nextBoolean() ? "No space left on device" : "Input/output error");
        try {
            writer.append(log);
            writer.commit(log);
            disk.failNoMore();
        } catch (IOException e) {
            disk.failNoMore();
            writer.reopen(log);
        }
    }

    /** The process or the power ends at any write, sync, rename or deletion. */
    private void crashInTheMiddle() throws IOException {
        tell("crash in the middle");
        disk.dieIn(random.nextInt(30));
        try {
            writer.append(log);
            writer.commit(log);
            if (random.nextBoolean()) {
                log.tidy();
            }
            if (random.nextBoolean()) {
                clean();
            }
            writer.saveCheckpoint(log);
            writer.append(log);
            writer.commit(log);
            log.close();
            open();
            writer.append(log);
            writer.commit(log);
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
        owner.reopen(log);
        checkEntries();
        for (ModelReader reader : readers) {
            reader.reopen(log);
        }
    }

    /** Damages segments of a log that knows how far it came, and expects that exactly what is missing is named. */
    private void rot() throws IOException {
        tidy();
        readers.get(0).flush(log);
        Set<Long> before = audit.offsets(log);
        disk.kill();
        Wounds wounds = new Wounds(disk, random);
        for (int i = 0; i <= random.nextInt(3); i++) {
            tell(wounds.inAnyOf(SEGMENTS));
        }
        audit.expectDamage();
        readers.forEach(ModelReader::expectDamage);
        open();
        Set<Long> after = audit.offsets(log);
        tidy();
        tallies.damaged(before.size(), audit.checkLosses(log, before, after));
    }

    private void check() throws IOException {
        if (random.nextInt(8) == 0) {
            checkEntries();
            owner.check(log);
        }
        for (ModelReader reader : readers) {
            reader.check(log);
        }
        LogStats stats = log.stats();
        audit.checkStats(stats);
        audit.checkFiles(stats, failed);
    }

    private void checkEntries() throws IOException {
        tallies.checked(audit.checkEntries(log, clock.millis()));
    }
}
