package io.weir.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The full disk and the used-up quota are ordinary states. */
class DiskFullTest {
    private static final Path DIRECTORY = Path.of("buffer");
    private static final long MIB = 1 << 20;

    private final MemoryDisk disk = new MemoryDisk(new SplittableRandom(1));
    private final LogConfig config =
            LogConfig.defaults(new MovableClock(), 42).withSegmentSize(MIB).withDiskReserve(MIB, MIB);

    @Test
    void aFullDiskRefusesBeforeAnythingIsWrittenAndReturnsByItself() throws Exception {
        DiskLog log = DiskLog.open(DIRECTORY, config, disk, false);
        log.cursor("up", Numbered.STREAMS, new Start.Oldest());
        disk.capacity(8 * MIB);
        while (log.hasRoom(60_000)) {
            Numbered.append(log, 300);
            log.tidy();
        }
        assertThatThrownBy(() -> Numbered.append(log, 300))
                .isInstanceOf(LogFullException.class)
                .hasMessageContaining("disk has");
        Numbered.expectAllFrom(0, log);

        disk.capacity(16 * MIB);
        log.tidy();

        assertThat(log.hasRoom(60_000)).isTrue();
        Numbered.append(log, 300);
        Numbered.expectAllFrom(0, log);
    }

    @Test
    void aDiskThatFillsUpUnderACommitLosesNothingAcknowledged() throws Exception {
        Seeds.each(1, 20, random -> {
            MemoryDisk small = new MemoryDisk(random);
            DiskLog log = DiskLog.open(DIRECTORY, config.withDiskReserve(MIB, 0), small, false);
            log.cursor("up", Numbered.STREAMS, new Start.Oldest());
            log.tidy();
            Numbered.append(log, 300);
            small.capacity(3 * MIB + random.nextLong(MIB));
            assertThatThrownBy(() -> {
                        while (true) {
                            Numbered.append(log, 300);
                        }
                    })
                    .isInstanceOf(IOException.class);

            small.capacity(20 * MIB);
            long next = log.stats().next().value();
            assertThat(log.reopen()).isEqualTo(new Offset(next));
            Numbered.append(log, 300);
            Numbered.expectAllFrom(0, log);

            small.cutPower();
            Numbered.expectAllFrom(0, DiskLog.open(DIRECTORY, config, small, false));
        });
    }

    @Test
    void reopeningOnADiskThatIsStillFullFailsAndWorksLater() throws Exception {
        DiskLog log = DiskLog.open(DIRECTORY, config.withDiskReserve(0, 0), disk, false);
        Numbered.append(log, 300);
        disk.capacity(1);
        assertThatThrownBy(() -> Numbered.append(log, 300)).isInstanceOf(IOException.class);
        assertThatThrownBy(log::reopen).isInstanceOf(IOException.class);

        disk.capacity(100 * MIB);

        assertThat(log.reopen()).isEqualTo(new Offset(300));
        Numbered.append(log, 300);
        Numbered.expectAllFrom(0, log);
    }

    @Test
    void aDiskThatBecomesReadOnlyFailsCommitsAndGoesOnWhenItIsWritableAgain() throws Exception {
        DiskLog log = DiskLog.open(DIRECTORY, config, disk, false);
        log.cursor("up", Numbered.STREAMS, new Start.Oldest());
        Numbered.append(log, 300);
        disk.readOnly(true);
        assertThatThrownBy(() -> Numbered.append(log, 300)).hasMessageContaining("Read-only file system");
        assertThatThrownBy(log::reopen).hasMessageContaining("Read-only file system");
        Numbered.expectAllFrom(0, log);

        disk.readOnly(false);

        assertThat(log.reopen()).isEqualTo(new Offset(300));
        Numbered.append(log, 300);
        Numbered.expectAllFrom(0, log);
    }

    @Test
    void aReadOnlyDiskRefusesTheStart() {
        disk.readOnly(true);

        assertThatThrownBy(() -> DiskLog.open(DIRECTORY, config, disk, false))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Read-only file system");
    }

    /** Every operation of a commit fails once with EIO: nothing unsynced is trusted, and the groups can come again. */
    @Test
    void afterAnInputOutputErrorOnlyWhatWasSyncedCounts() throws Exception {
        Seeds.each(60_000_001, 25, random -> {
            MemoryDisk failing = new MemoryDisk(random);
            DiskLog log = DiskLog.open(DIRECTORY, config.withSegmentSize(1 << 16), failing, false);
            log.cursor("up", Numbered.STREAMS, new Start.Oldest());
            for (int i = 0; i < 6; i++) {
                long acked = Numbered.end(log);
                failing.failIn(random.nextInt(8), "Input/output error");
                try {
                    Numbered.append(log, 300);
                    log.tidy();
                    failing.failNoMore();
                } catch (IOException e) {
                    assertThat(e).hasMessageContaining("Input/output error");
                    failing.failNoMore();
                    acked = Numbered.end(log);
                    assertThat(log.reopen().value()).isEqualTo(acked);
                }
                Numbered.append(log, 300);
                Numbered.expectAllFrom(0, log);
                failing.cutPower();
                log = DiskLog.open(DIRECTORY, config.withSegmentSize(1 << 16), failing, false);
                assertThat(Numbered.end(log)).isGreaterThanOrEqualTo(acked + 300);
                Numbered.expectAllFrom(0, log);
                log.cursor("up", Numbered.STREAMS, new Start.Oldest());
            }
        });
    }

    @Test
    void whileNoSegmentCanBeMadeDeliveredOnesStillGo() throws Exception {
        boolean[] refuses = {false};
        Disk choosy = new ForwardingDisk(disk) {
            @Override
            public RawFile open(Path file, boolean writable) throws IOException {
                if (refuses[0] && writable && file.startsWith(DIRECTORY.resolve("log"))) {
                    throw new IOException("No inode left");
                }
                return super.open(file, writable);
            }
        };
        DiskLog log = DiskLog.open(DIRECTORY, config.withDiskReserve(0, 0), choosy, false);
        Cursor cursor = log.cursor("up", Numbered.STREAMS, new Start.Oldest());
        while (log.segments().size() < 4) {
            Numbered.append(log, 300);
        }
        refuses[0] = true;
        cursor.commit(new Offset(Numbered.end(log)), ByteBuffer.allocate(0));

        log.upkeep().turn(true);

        assertThat(log.segments()).hasSize(1);
        disk.kill();
        refuses[0] = false;
        Cursor again = DiskLog.open(DIRECTORY, config, disk, false).cursor("up", Numbered.STREAMS, new Start.Oldest());
        assertThat(again.lag()).isZero();
    }

    @Test
    void aUsedUpQuotaThatRejectsHasNoRoomUntilTheCursorMovesOn() throws Exception {
        LogConfig small = config.withMaxSize(20 * MIB, WhenFull.REJECT);
        DiskLog log = DiskLog.open(DIRECTORY, small, disk, false);
        Cursor cursor = log.cursor("up", Numbered.STREAMS, new Start.Oldest());
        while (log.hasRoom(60_000)) {
            Numbered.append(log, 300);
            log.tidy();
            assertThat(cursor.standing().expired()).isEmpty();
        }
        assertThatThrownBy(() -> Numbered.append(log, 300))
                .isInstanceOf(LogFullException.class)
                .hasMessageContaining("buffer uses");

        List<LogRecord> all = cursor.read(Integer.MAX_VALUE, Long.MAX_VALUE, Duration.ZERO);
        cursor.commit(new Offset(all.size()), ByteBuffer.allocate(0));
        log.tidy();

        assertThat(log.hasRoom(60_000)).isTrue();
        Numbered.append(log, 300);
    }

    @Test
    void whatTheOwnerStillNeedsIsNotDroppedButACheckpointWished() throws Exception {
        long[] needed = {0};
        LogConfig small = config.withMaxSize(20 * MIB, WhenFull.DROP_OLDEST)
                .withRetain(stream -> stream == 0 ? new Offset(needed[0]) : Offset.BEYOND);
        DiskLog log = DiskLog.open(DIRECTORY, small, disk, false);
        while (!log.stats().wantsCheckpoint()) {
            Numbered.append(log, 300);
            log.tidy();
        }
        assertThat(log.stats().first()).isEqualTo(Offset.FIRST);

        log.checkpoints().save(log.stats().next(), ByteBuffer.allocate(100));
        needed[0] = log.checkpoints().oldestKept().orElseThrow().value();
        log.tidy();

        assertThat(log.stats().wantsCheckpoint()).isFalse();
        assertThat(log.stats().first().value()).isPositive();
    }

    @Test
    void aClockThatJumpsFiftyYearsForthAndBackCostsNothing() throws Exception {
        MovableClock clock = new MovableClock();
        LogConfig jumping =
                LogConfig.defaults(clock, 1).withSegmentSize(1 << 15).withDiskReserve(0, 0);
        DiskLog log = DiskLog.open(DIRECTORY, jumping, disk, false);
        Cursor cursor = log.cursor("up", Numbered.STREAMS, new Start.Oldest());
        for (int years : List.of(50, -100, 50)) {
            Numbered.append(log, 300);
            clock.advance(Duration.ofDays(365L * years));
            Numbered.append(log, 300);
            log.tidy();
        }
        disk.kill();
        log = DiskLog.open(DIRECTORY, jumping, disk, false);

        assertThat(cursor.standing().expired()).isEmpty();
        assertThat(Numbered.end(log)).isEqualTo(1800);
        Numbered.expectAllFrom(0, log);
    }
}
