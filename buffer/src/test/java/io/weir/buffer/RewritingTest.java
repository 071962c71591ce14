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
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

/** What a rewriting leaves, whatever happens while it is made: the old or the new, and every entry counted once. */
class RewritingTest {
    private static final Path DIRECTORY = Path.of("buffer");
    private static final Set<Integer> STREAMS = Set.of(1, 2, 3);
    private static final Set<Integer> ONE = Set.of(1, 2);
    private static final Set<Integer> TWO = Set.of(2, 3);
    private static final ByteBuffer NO_NOTE = ByteBuffer.allocate(0);

    /** A log with a past: what was given to it, what of that is gone and why, and two cursors. */
    private static final class Past {
        final SplittableRandom random;
        final MemoryDisk disk;
        final LogConfig config;
        final List<Given> given = new ArrayList<>();
        final Map<Long, Expiry> gone = new HashMap<>();
        final Map<String, Set<Integer>> cursors = new TreeMap<>(Map.of("one", ONE, "two", TWO));
        DiskLog log;

        Past(SplittableRandom random) throws IOException {
            this.random = random;
            this.disk = new MemoryDisk(random);
            this.config = LogConfig.defaults(new MovableClock(), 42)
                    .withSegmentSize(4096)
                    .withTail(random.nextInt(2) * 20_000L)
                    .withRetain(new Thinning())
                    .withDiskReserve(0, 0);
            open();
            for (Map.Entry<String, Set<Integer>> cursor : cursors.entrySet()) {
                log.cursor(cursor.getKey(), cursor.getValue(), new Start.Oldest())
                        .close();
            }
            for (int i = 0; i < 20; i++) {
                append();
            }
        }

        void open() throws IOException {
            log = DiskLog.open(DIRECTORY, config, disk, false);
        }

        void append() throws IOException {
            List<Given> group = new ArrayList<>();
            for (int i = random.nextInt(12); i >= 0; i--) {
                byte[] bytes = new byte[random.nextInt(random.nextInt(60) == 0 ? 130_000 : 300)];
                random.nextBytes(bytes);
                long offset = given.size() + (long) group.size();
                group.add(new Given(offset, 1 + random.nextInt(3), offset * 7, ByteBuffer.wrap(bytes)));
            }
            log.append(Given.group(group));
            log.commit();
            given.addAll(group);
            log.upkeep().sealFull();
        }

        /** A run of adjacent segments that can be rewritten. */
        List<Segment> run() {
            List<Segment> complete =
                    log.segments().stream().filter(Segment::isComplete).toList();
            int from = random.nextInt(complete.size());
            return complete.subList(from, Math.min(complete.size(), from + 1 + random.nextInt(4)));
        }

        /** Gives up some streams, thins others. */
        Choice choice(List<Segment> run) {
            Map<Integer, Expiry> givenUp = new TreeMap<>();
            Set<Integer> thinned = new TreeSet<>();
            for (int stream : STREAMS) {
                int dice = random.nextInt(4);
                if (dice == 0) {
                    givenUp.put(stream, random.nextBoolean() ? Expiry.MAX_SIZE : Expiry.MAX_AGE);
                } else if (dice == 1) {
                    thinned.add(stream);
                }
            }
            int level = run.stream().mapToInt(s -> s.origin().level()).max().orElseThrow() + 1;
            return new Choice(
                    Map.of(), givenUp, Map.of(1, Long.MAX_VALUE, 2, Long.MAX_VALUE, 3, Long.MAX_VALUE), thinned, level);
        }

        /** What the log must hold after the rewriting. */
        Map<Long, Expiry> after(List<Segment> run, Choice choice) {
            Map<Long, Expiry> after = new HashMap<>(gone);
            long end = run.get(run.size() - 1).end();
            for (long offset = run.get(0).first(); offset < end; offset++) {
                int stream = given.get((int) offset).stream();
                if (!gone.containsKey(offset)) {
                    Expiry reason = choice.givenUp().get(stream);
                    if (reason != null) {
                        after.put(offset, reason);
                    } else if (choice.thinned().contains(stream) && !Thinning.keeps(offset, choice.level())) {
                        after.put(offset, Expiry.THINNED);
                    }
                }
            }
            return after;
        }

        boolean holds(Map<Long, Expiry> expectedGone) throws IOException {
            List<Long> offsets = new ArrayList<>();
            try (Scan scan = log.scan(Offset.FIRST, STREAMS)) {
                while (scan.hasNext()) {
                    LogRecord entry = scan.next();
                    assertThat(given.get((int) entry.offset().value()).isSameAs(entry))
                            .isTrue();
                    offsets.add(entry.offset().value());
                }
            }
            List<Long> expected = given.stream()
                    .map(Given::offset)
                    .filter(offset -> !expectedGone.containsKey(offset))
                    .toList();
            return offsets.equals(expected);
        }

        /** Of these streams, from this offset on, by reason. */
        Map<Expiry, Long> goneFrom(long offset, Set<Integer> streams) {
            Map<Expiry, Long> counts = new TreeMap<>();
            gone.forEach((at, reason) -> {
                if (at >= offset && streams.contains(given.get((int) (long) at).stream())) {
                    counts.merge(reason, 1L, Long::sum);
                }
            });
            return counts;
        }

        long appended(Set<Integer> streams) {
            return given.stream().filter(g -> streams.contains(g.stream())).count();
        }
    }

    /** Keeps the entries whose offset is a multiple of 2, 3, 4 ... */
    private static final class Thinning implements Retain {
        static boolean keeps(long offset, int level) {
            return offset % (level + 1) == 0;
        }

        @Override
        public Offset needed(int stream) {
            return Offset.BEYOND;
        }

        @Override
        public List<LogRecord> thin(int stream, List<LogRecord> run, int level) {
            return run.stream().filter(e -> keeps(e.offset().value(), level)).toList();
        }
    }

    private static long sum(Map<Expiry, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private static void balance(Standing standing, long appended) {
        assertThat(standing.appendedSinceStart()).isEqualTo(appended);
        assertThat(standing.lag()).isNotNegative();
        assertThat(standing.delivered()).isNotNegative();
        assertThat(standing.delivered() + standing.lag() + sum(standing.expired()))
                .isEqualTo(appended);
    }

    private static List<LogRecord> readAll(Cursor cursor) throws Exception {
        return cursor.read(100_000, Long.MAX_VALUE, Duration.ZERO);
    }

    /** What cursors that had delivered nothing get now is exactly what is there, and the rest is expired, by its reason. */
    private static void expectAllCounted(Past past) throws Exception {
        for (Map.Entry<String, Set<Integer>> named : past.cursors.entrySet()) {
            Set<Integer> streams = named.getValue();
            try (Cursor cursor = past.log.cursor(named.getKey(), streams, new Start.Newest())) {
                Map<Expiry, Long> expired = past.goneFrom(0, streams);
                assertThat(cursor.standing().expired()).isEqualTo(expired);
                balance(cursor.standing(), past.appended(streams));
                List<LogRecord> read = readAll(cursor);
                assertThat(cursor.standing().expired()).isEqualTo(expired);
                cursor.commit(cursor.standing().end(), NO_NOTE);
                assertThat(cursor.standing().delivered()).isEqualTo(read.size());
                assertThat(cursor.standing().expired()).isEqualTo(expired);
                balance(cursor.standing(), past.appended(streams));
                assertThat(cursor.lag()).isZero();
            }
        }
    }

    @Test
    void whatIsKeptKeepsItsPlaceAndWhatGoesIsCountedOnce() throws Exception {
        Seeds.each(1, 40, random -> {
            Past past = new Past(random);
            for (int i = 0; i < 6; i++) {
                List<Segment> run = past.run();
                Choice choice = past.choice(run);
                Map<Long, Expiry> after = past.after(run, choice);
                past.log.upkeep().rewrite(run, choice);
                past.gone.putAll(after);
                assertThat(past.holds(after)).isTrue();
                if (random.nextInt(3) == 0) {
                    past.log.close();
                    past.open();
                }
            }
            assertThat(past.log.stats().gaps()).isEmpty();
            assertThat(past.log.stats().expired().values().stream()
                            .flatMap(counts -> counts.values().stream())
                            .mapToLong(Long::longValue)
                            .sum())
                    .isEqualTo(past.gone.size());
            assertThat(past.log.stats().expiredRanges().stream()
                            .mapToLong(ExpiredRange::count)
                            .sum())
                    .isEqualTo(past.gone.size());
            expectAllCounted(past);
        });
    }

    @Test
    void aCrashAtEveryStepLeavesTheOldOrTheNew() throws Exception {
        for (boolean powerCut : new boolean[] {false, true}) {
            AtomicIntegerArray outcomes = new AtomicIntegerArray(2);
            for (int step = 0; outcomes.get(1) < 6 && step < 200; step++) {
                int at = step;
                Seeds.each(1000 + (long) step * 4, 4, random -> crashAt(at, powerCut, random, outcomes));
            }
            assertThat(outcomes.get(0)).as("the old survived").isPositive();
            assertThat(outcomes.get(1)).as("the new survived").isPositive();
        }
    }

    private static void crashAt(int step, boolean powerCut, SplittableRandom random, AtomicIntegerArray outcomes)
            throws Exception {
        Past past = new Past(random);
        past.log.tidy();
        List<Segment> run = past.run();
        Choice choice = past.choice(run);
        Map<Long, Expiry> after = past.after(run, choice);
        past.disk.failIn(step, "The end");
        boolean done = false;
        try {
            past.log.upkeep().rewrite(run, choice);
            past.disk.failNoMore();
            done = true;
        } catch (IOException e) {
            assertThat(e).hasStackTraceContaining("The end");
        }
        if (powerCut) {
            past.disk.cutPower();
        } else {
            past.disk.kill();
        }
        past.open();
        boolean isNew = past.holds(after);
        if (!isNew || !done) {
            isNew = isNew && !past.holds(past.gone);
            assertThat(isNew || past.holds(past.gone)).isTrue();
        }
        if (isNew) {
            past.gone.putAll(after);
        }
        outcomes.incrementAndGet(isNew ? 1 : 0);
        assertThat(past.log.stats().gaps()).isEmpty();
        past.log.tidy();
        assertThat(past.disk.allFiles()).noneMatch(file -> file.toString().endsWith(SegmentFile.UNFINISHED));
        past.log.close();
        past.open();
        assertThat(past.holds(past.gone)).isTrue();
        expectAllCounted(past);
    }

    /** In flight: read, not committed. If it is delivered it is delivered; if not, it is expired. */
    @Test
    void whatIsInFlightWhenItIsGivenUpIsEitherDeliveredOrExpired() throws Exception {
        Seeds.each(5000, 40, random -> {
            Past past = new Past(random);
            Set<Integer> streams = ONE;
            Cursor cursor = past.log.cursor("one", streams, new Start.Newest());
            int most = 1 + random.nextInt(100);
            List<LogRecord> first = cursor.read(most, Long.MAX_VALUE, Duration.ZERO);
            int delivered = random.nextInt(first.size());
            cursor.commit(first.get(delivered).offset(), NO_NOTE);
            cursor.flush();
            long position = cursor.standing().position().value();
            long readUpTo = first.get(first.size() - 1).offset().value() + 1;
            for (int i = 0; i < 3; i++) {
                List<Segment> run = past.run();
                Choice choice = past.choice(run);
                past.gone.putAll(past.after(run, choice));
                past.log.upkeep().rewrite(run, choice);
                balance(cursor.standing(), past.appended(streams));
            }
            boolean crash = random.nextBoolean();
            if (crash) {
                past.disk.kill();
                past.open();
                cursor = past.log.cursor("one", streams, new Start.Newest());
            } else {
                assertThat(cursor.standing().expired()).isEqualTo(past.goneFrom(readUpTo, streams));
            }
            List<LogRecord> rest = readAll(cursor);
            cursor.commit(cursor.standing().end(), NO_NOTE);
            Standing standing = cursor.standing();
            balance(standing, past.appended(streams));
            Map<Expiry, Long> expired = past.goneFrom(crash ? position : readUpTo, streams);
            assertThat(sum(standing.expired())).isEqualTo(sum(expired));
            if (!crash) { // otherwise two reasons in one block may be taken for each other
                assertThat(standing.expired()).isEqualTo(expired);
            }
            assertThat(standing.delivered()).isEqualTo((crash ? delivered : first.size()) + rest.size());
            assertThat(standing.lag()).isZero();
        });
    }

    @Test
    void aReaderInsideASegmentThatIsReplacedGoesOnInTheReplacement() throws Exception {
        Past past = new Past(new SplittableRandom(3));
        Set<Integer> streams = TWO;
        try (Cursor cursor = past.log.cursor("two", streams, new Start.Newest());
                Scan scan = past.log.scan(Offset.FIRST, STREAMS)) {
            List<LogRecord> read = new ArrayList<>(cursor.read(5, Long.MAX_VALUE, Duration.ZERO));
            scan.next();
            past.log
                    .upkeep()
                    .rewrite(
                            past.log.segments().stream()
                                    .filter(Segment::isComplete)
                                    .toList(),
                            new Choice(Map.of(), Map.of(), Map.of(), Set.of(), 0));
            past.log.tidy();
            read.addAll(readAll(cursor));

            assertThat(read).hasSize((int) past.appended(streams));
            long scanned = 1;
            while (scan.hasNext()) {
                assertThat(scan.next().offset().value()).isEqualTo(scanned++);
            }
            assertThat(scanned).isEqualTo(past.given.size());
        }
    }
}
