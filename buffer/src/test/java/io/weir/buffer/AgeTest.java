package io.weir.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Ages are measured by the time that the log was open, whatever the wall clock says. */
class AgeTest {
    private static final Path DIRECTORY = Path.of("buffer");
    private static final Duration YEARS = Duration.ofDays(50 * 365);

    private final MemoryDisk disk = new MemoryDisk(new SplittableRandom(1));
    private final MovableClock wall = new MovableClock();
    private final MovableClock running = new MovableClock();
    private final LogConfig config =
            LogConfig.defaults(wall, 1).withSegmentSize(1 << 15).withDiskReserve(0, 0);

    private DiskLog open(LogConfig with) throws IOException {
        return DiskLog.open(DIRECTORY, with, disk, false, () -> running.millis() * 1_000_000);
    }

    private void pass(Duration time) {
        wall.advance(time);
        running.advance(time);
    }

    @Test
    void agedSegmentsGoAndAreCounted() throws Exception {
        DiskLog log = open(config.withMaxAge(Duration.ofHours(1)));
        Cursor cursor = log.cursor("up", Set.of(1), new Start.Oldest());
        for (int i = 0; i < 5; i++) {
            Numbered.append(log, 300);
            pass(Duration.ofMinutes(30));
        }
        log.tidy();

        Standing standing = cursor.standing();
        long expired = standing.expired().getOrDefault(Expiry.MAX_AGE, 0L);
        assertThat(expired).isPositive();
        assertThat(standing.lag()).isEqualTo(standing.appendedSinceStart() - expired);
        assertThat(log.stats().expired().get(Expiry.MAX_AGE)).containsEntry(1, expired);
        assertThat(log.stats().expiredRanges())
                .containsExactly(new ExpiredRange(
                        Expiry.MAX_AGE, 1, Offset.FIRST, log.stats().first(), expired));
    }

    @Test
    void aClockThatJumpsFiftyYearsExpiresNothing() throws Exception {
        LogConfig aging = config.withMaxAge(Duration.ofHours(1)).withKeepDelivered(Duration.ofMinutes(50));
        DiskLog log = open(aging);
        log.cursor("up", Set.of(1), new Start.Oldest()).close();
        for (Duration jump : new Duration[] {YEARS, YEARS.negated(), YEARS.negated(), YEARS}) {
            Numbered.append(log, 300);
            Numbered.append(log, 300);
            wall.advance(jump);
            log.tidy();
            pass(Duration.ofMinutes(5));
            log.close();
            log = open(aging);
            log.tidy();
        }
        assertThat(log.stats().first()).isEqualTo(Offset.FIRST);
        assertThat(log.stats().expired()).isEmpty();

        pass(Duration.ofMinutes(61));
        log.tidy();
        assertThat(log.stats().first()).isEqualTo(new Offset(2400));
        assertThat(log.stats().expired().get(Expiry.MAX_AGE)).containsEntry(1, 800L);
    }

    /** The time in which a gateway is off makes nothing older: nobody knows how long it was. */
    @Test
    void ageGoesOnWhereTheLastRunHasEnded() throws Exception {
        LogConfig aging = config.withMaxAge(Duration.ofHours(1));
        DiskLog log = open(aging);
        log.cursor("up", Set.of(1), new Start.Oldest()).close();
        Numbered.append(log, 300);
        Numbered.append(log, 300);
        pass(Duration.ofMinutes(40));
        log.close();
        pass(Duration.ofDays(3));
        log = open(aging);
        log.tidy();
        assertThat(log.stats().first()).isEqualTo(Offset.FIRST);

        pass(Duration.ofMinutes(21));
        log.tidy();

        assertThat(log.stats().first().value()).isPositive();
    }

    @Test
    void whatIsDeliveredStaysForAsLongAsItIsToBeKept() throws Exception {
        DiskLog log = open(config.withKeepDelivered(Duration.ofHours(2)));
        Cursor cursor = log.cursor("up", Set.of(0, 1, 2), new Start.Oldest());
        Numbered.append(log, 300);
        Numbered.append(log, 300);
        Numbered.append(log, 300);
        cursor.commit(log.stats().next(), ByteBuffer.allocate(0));
        wall.advance(YEARS);
        log.tidy();
        assertThat(log.stats().first()).isEqualTo(Offset.FIRST);

        running.advance(Duration.ofMinutes(121));
        log.tidy();

        assertThat(log.stats().first().value()).isPositive();
        assertThat(cursor.standing().expired()).isEmpty();
    }
}
