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

/** Every file below the buffer's directory counts, whoever has put it there. */
class QuotaTest {
    private static final Path DIRECTORY = Path.of("buffer");
    private static final Path SEGMENTS = DIRECTORY.resolve("log");
    private static final Path QUARANTINE = DIRECTORY.resolve("quarantine");
    private static final long MIB = 1 << 20;
    private static final long QUOTA = 36 * MIB;

    private final MemoryDisk disk = new MemoryDisk(new SplittableRandom(1));
    private final LogConfig config = LogConfig.defaults(new MovableClock(), 42)
            .withSegmentSize(MIB)
            .withMaxSize(QUOTA, WhenFull.DROP_OLDEST)
            .withTail(0)
            .withDiskReserve(0, 0);

    private DiskLog withThreeSegmentsAndACursor() throws IOException {
        DiskLog log = DiskLog.open(DIRECTORY, config, disk, false);
        log.cursor("up", Numbered.STREAMS, new Start.Oldest()).close();
        for (int i = 0; log.segments().size() < 4; i++) {
            assertThat(i).isLessThan(100);
            Numbered.append(log, 3000);
            log.tidy();
        }
        log.saveState();
        disk.kill();
        return DiskLog.open(DIRECTORY, config, disk, false);
    }

    private void expectEveryByteCounted(DiskLog log) throws IOException {
        assertThat(log.stats().bytesOnDisk()).isEqualTo(disk.bytesBelow(DIRECTORY));
    }

    private void fillUp(DiskLog log) throws IOException {
        for (int i = 0; i < 400 && log.stats().expired().isEmpty(); i++) {
            Numbered.append(log, 3000);
            log.tidy();
            expectEveryByteCounted(log);
            assertThat(log.stats().bytesOnDisk()).isLessThanOrEqualTo(QUOTA);
        }
    }

    @Test
    void aSecondNameOfASegmentIsPutAsideAndGoesWhenItsRoomIsNeeded() throws Exception {
        withThreeSegmentsAndACursor();
        disk.kill();
        Path second = SegmentFile.in(SEGMENTS, 2);
        disk.copy(second, SegmentFile.in(QUARANTINE, 2));

        DiskLog log = DiskLog.open(DIRECTORY, config, disk, false);

        assertThat(disk.list(QUARANTINE)).hasSize(2);
        assertThat(disk.exists(second)).isFalse();
        assertThat(log.stats().quarantined()).isEqualTo(2);
        expectEveryByteCounted(log);
        Numbered.expectAllFrom(0, log);
        fillUp(log);
        assertThat(disk.list(QUARANTINE)).noneMatch(file -> file.toString().endsWith(".copy"));
    }

    @Test
    void ofTwoFilesOfOneSegmentTheOneIsReadOfWhichMoreIsLeft() throws Exception {
        withThreeSegmentsAndACursor();
        disk.kill();
        Path damaged = SegmentFile.in(QUARANTINE, 2);
        disk.copy(SegmentFile.in(SEGMENTS, 2), damaged);
        disk.damage(damaged, MIB + 60_000, new byte[60_000]);

        DiskLog log = DiskLog.open(DIRECTORY, config, disk, false);

        Numbered.expectAllFrom(0, log);
        expectEveryByteCounted(log);
    }

    @Test
    void filesOfOthersCountAndStay() throws Exception {
        withThreeSegmentsAndACursor();
        disk.kill();
        List<Path> strange = List.of(
                DIRECTORY.resolve("backup.img"),
                SEGMENTS.resolve("0002.old"),
                DIRECTORY.resolve("state").resolve("notes"),
                DIRECTORY.resolve("deep").resolve("deeper").resolve("file"));
        strange.forEach(file -> disk.copy(SegmentFile.in(SEGMENTS, 2), file));

        DiskLog log = DiskLog.open(DIRECTORY, config, disk, false);

        expectEveryByteCounted(log);
        fillUp(log);
        assertThat(strange).allMatch(disk::exists);
    }

    @Test
    void aSnapshotThatWasBeingMadeLeavesNoFile() throws Exception {
        withThreeSegmentsAndACursor();
        disk.kill();
        Path half = SegmentFile.unfinished(DIRECTORY.resolve("checkpoints"), 77);
        disk.copy(SegmentFile.in(SEGMENTS, 2), half);

        DiskLog log = DiskLog.open(DIRECTORY, config, disk, false);

        assertThat(disk.exists(half)).isFalse();
        expectEveryByteCounted(log);
    }

    @Test
    void snapshotsThatCannotBeMadeDurableLeaveNoFiles() throws Exception {
        Path checkpoints = DIRECTORY.resolve("checkpoints");
        boolean[] fails = {true};
        Disk failing = new ForwardingDisk(disk) {
            @Override
            public RawFile open(Path file, boolean writable) throws IOException {
                return new ForwardingFile(super.open(file, writable)) {
                    @Override
                    public void sync() throws IOException {
                        if (fails[0] && checkpoints.equals(file.getParent()) && length() > MIB) {
                            throw new IOException("Input/output error");
                        }
                        super.sync();
                    }
                };
            }
        };
        DiskLog log = DiskLog.open(DIRECTORY, config, failing, false);
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> log.checkpoints().save(Offset.FIRST, ByteBuffer.allocate(10)))
                    .hasMessageContaining("Input/output error");
            assertThat(disk.list(checkpoints)).isEmpty();
            expectEveryByteCounted(log);
        }

        fails[0] = false;
        log.checkpoints().save(Offset.FIRST, ByteBuffer.allocate(10));

        assertThat(log.checkpoints().newest()).isPresent();
        assertThat(disk.list(checkpoints)).hasSize(1);
        expectEveryByteCounted(log);
    }

    /** Also by a process that comes after one that has died in between. */
    @Test
    void whatIsNoLongerPartOfTheLogCountsUntilItIsUnlinked() throws Exception {
        withThreeSegmentsAndACursor();
        disk.kill();
        Watched watched = new Watched();
        DiskLog log = DiskLog.open(DIRECTORY, config, watched, false);
        watched.log = List.of(log);
        Cursor cursor = log.cursor("up", Numbered.STREAMS, new Start.Oldest());
        int all = cursor.read(Integer.MAX_VALUE, Long.MAX_VALUE, Duration.ZERO).size();
        cursor.commit(new Offset(all), ByteBuffer.allocate(0));

        assertThatThrownBy(log::tidy).hasMessage("The end");
        disk.kill();
        log = DiskLog.open(DIRECTORY, config, disk, false);

        int left = disk.list(SEGMENTS).size();
        assertThat(log.segments()).hasSizeLessThan(left);
        expectEveryByteCounted(log);
        log.tidy();
        assertThat(disk.list(SEGMENTS)).hasSizeLessThan(left);
        expectEveryByteCounted(log);
    }

    /** Looks at the accounts before the first deletion, and ends there. */
    private final class Watched extends ForwardingDisk {
        private List<DiskLog> log = List.of();

        Watched() {
            super(disk);
        }

        @Override
        public void delete(Path file) throws IOException {
            if (disk.exists(file) && SEGMENTS.equals(file.getParent()) && !log.isEmpty()) {
                expectEveryByteCounted(log.get(0));
                throw new IllegalStateException("The end");
            }
            super.delete(file);
        }
    }
}
