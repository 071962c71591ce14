package io.weir.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

/** What a rewriting leaves, whatever happens while it is made: the old or the new, and every entry counted once. */
class RewritingTest {
    private static final ByteBuffer NO_NOTE = ByteBuffer.allocate(0);

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
            Set<Integer> streams = Past.ONE;
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
        Set<Integer> streams = Past.TWO;
        try (Cursor cursor = past.log.cursor("two", streams, new Start.Newest());
                Scan scan = past.log.scan(Offset.FIRST, Past.STREAMS)) {
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

    /** What was read before it may not have been written. */
    @Test
    void aRewritingThatABugEndsLeavesTheOld() throws Exception {
        Past past = new Past(new SplittableRandom(3));
        List<Segment> run =
                past.log.segments().stream().filter(Segment::isComplete).toList();
        Choice choice = new Choice(Map.of(), Map.of(), Map.of(1, Long.MAX_VALUE), Set.of(1), 1);
        past.bugs.add(new StackOverflowError("a bug"));

        assertThatThrownBy(() -> past.log.upkeep().rewrite(run, choice)).isInstanceOf(StackOverflowError.class);
        past.log.tidy();

        assertThat(past.holds(Map.of())).isTrue();
        past.log.close();
        past.open();
        assertThat(past.holds(Map.of())).isTrue();
        expectAllCounted(past);
    }
}
