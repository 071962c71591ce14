package io.weir.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One file of the buffer is not what it should be, for the file system or by somebody's mistake: the rest goes on. */
class StrangeFilesTest {
    private static final int GROUP = 300;

    @TempDir
    private Path directory;

    private final LogConfig config = LogConfig.defaults(Clock.systemUTC(), 7)
            .withSegmentSize(1 << 16)
            .withMaxSize(96 << 20, WhenFull.DROP_OLDEST)
            .withDiskReserve(0, 0);

    private DiskLog open(Disk disk) throws IOException {
        return DiskLog.open(directory, config, disk, false);
    }

    /** Some segments, of which this is the second one. */
    private Segment fill() throws IOException {
        try (DiskLog log = open(new LocalDisk())) {
            log.cursor("up", Numbered.STREAMS, new Start.Oldest()).close();
            for (int i = 0; i < 40; i++) {
                Numbered.append(log, GROUP);
            }
            log.tidy();
            assertThat(log.segments()).hasSizeGreaterThan(3);
            return log.segments().get(1);
        }
    }

    @Test
    void aDirectoryWithTheNameOfASegmentOrSnapshotIsNone() throws Exception {
        fill();
        for (String name :
                List.of("log/00000000000000ff.seg", "log/00000000000000fe.tmp", "state/00000000000000ff.seg")) {
            Files.createDirectories(directory.resolve(name).resolve("inside"));
        }
        try (DiskLog log = open(new LocalDisk())) {
            Numbered.append(log, GROUP);
            log.tidy();
            assertThat(Numbered.offsets(log.scan(Offset.FIRST, Numbered.STREAMS)))
                    .hasSize(41 * GROUP);
        }
        assertThat(RecordLog.inspect(directory).verify())
                .allMatch(view -> view.damage().isEmpty());
    }

    @Test
    void aSegmentThatTheFileSystemDoesNotOpenIsLostAndNothingElse() throws Exception {
        Segment second = fill();
        Disk disk = new StubbornDisk(new LocalDisk()).shut(second.file(), new IOException("Structure needs cleaning"));
        try (DiskLog log = open(disk)) {
            Numbered.append(log, GROUP);
            log.tidy();
            assertThat(log.stats().gaps())
                    .containsExactly(new LostRange(new Offset(second.first()), new Offset(second.end())));
            assertThat(Numbered.offsets(log.scan(Offset.FIRST, Numbered.STREAMS)))
                    .hasSize(41 * GROUP - (int) (second.end() - second.first()));
        }
        assertThat(second.file()).exists();
    }

    @Test
    void aSegmentThatMayNotBeOpenedIsNotLost() throws Exception {
        Segment second = fill();
        Disk forbidden = new StubbornDisk(new LocalDisk())
                .shut(second.file(), new AccessDeniedException(second.file().toString()));
        assertThatThrownBy(() -> open(forbidden)).isInstanceOf(AccessDeniedException.class);
        try (DiskLog log = open(new LocalDisk())) {
            assertThat(log.stats().gaps()).isEmpty();
            assertThat(Numbered.offsets(log.scan(Offset.FIRST, Numbered.STREAMS)))
                    .hasSize(40 * GROUP);
        }
    }

    @Test
    void aFileThatCannotBeDeletedKeepsNoOtherFromIt() throws Exception {
        Segment second = fill();
        Disk disk = new StubbornDisk(new LocalDisk()).keep(List.of(second.file()));
        try (DiskLog log = open(disk)) {
            log.forget("up");
            Numbered.append(log, GROUP);
            log.tidy();
            assertThat(log.segments()).hasSize(1);
            assertThat(disk.list(directory.resolve("log")))
                    .contains(second.file())
                    .hasSizeLessThan(6); // and those that are there to be used next
            Numbered.append(log, GROUP);
        }
        open(new LocalDisk()).close();
        try (DiskLog log = open(new LocalDisk())) {
            log.tidy();
            assertThat(second.file()).doesNotExist();
        }
    }
}
