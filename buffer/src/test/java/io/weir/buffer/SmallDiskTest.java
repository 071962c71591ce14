package io.weir.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real file system of 24 MiB that really fills up, and that really becomes read-only. Needs the right to mount. */
class SmallDiskTest {

    @TempDir
    private Path mountPoint;

    private boolean mounted;

    private final LogConfig config = LogConfig.defaults(Clock.systemUTC(), 7)
            .withSegmentSize(1 << 20)
            .withCursorSync(Duration.ofMillis(20))
            .withDiskReserve(1 << 20, 2 << 20);

    @BeforeEach
    void mountASmallDisk() throws Exception {
        mounted = run("mount", "-t", "tmpfs", "-o", "size=24m", "none", mountPoint.toString());
        assumeTrue(mounted, "NOT TESTED: the disk-full tests mount a small file system, which this user may not");
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            assertThat(run("umount", mountPoint.toString())).isTrue();
        }
    }

    private boolean run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        boolean done = process.waitFor() == 0;
        if (!done) {
            System.out.println(String.join(" ", command) + ": " + said);
        }
        return done;
    }

    private void remount(String mode) throws Exception {
        assertThat(run("mount", "-o", "remount," + mode, mountPoint.toString())).isTrue();
    }

    private static long append(RecordLog log) throws IOException {
        Numbered.append(log, 300);
        return Numbered.end(log);
    }

    private static void expectEverything(RecordLog log, long acked) throws IOException {
        assertThat(Numbered.end(log)).isGreaterThanOrEqualTo(acked);
        Numbered.expectAllFrom(log.stats().first().value(), log);
    }

    @Test
    void aFullDiskRefusesNewRecordsKeepsTheAcknowledgedAndReturnsWhenThereIsRoom() throws Exception {
        Path directory = mountPoint.resolve("buffer");
        try (RecordLog log = RecordLog.open(directory, config);
                Cursor cursor = log.cursor("up", Numbered.STREAMS, new Start.Oldest())) {
            while (log.hasRoom(100_000)) {
                append(log);
                log.tidy();
            }
            assertThatThrownBy(() -> {
                        while (true) {
                            append(log);
                        }
                    })
                    .isInstanceOf(LogFullException.class)
                    .hasMessageContaining("the disk has");
            long acked = log.stats().next().value();
            expectEverything(log, acked);

            List<LogRecord> read = cursor.read(Integer.MAX_VALUE, Long.MAX_VALUE, Duration.ZERO);
            assertThat(read).hasSize((int) acked);
            cursor.commit(new Offset(acked), ByteBuffer.allocate(0));
            cursor.flush();
            log.tidy();

            assertThat(log.hasRoom(100_000)).isTrue();
            expectEverything(log, append(log));
        }
    }

    @Test
    void aDiskThatOthersFillUnderACommitLosesNothingAcknowledged() throws Exception {
        Path directory = mountPoint.resolve("buffer");
        Path stranger = mountPoint.resolve("stranger");
        long acked = 0;
        try (RecordLog log = RecordLog.open(directory, config.withDiskReserve(0, 0));
                Cursor cursor = log.cursor("up", Numbered.STREAMS, new Start.Oldest())) {
            acked = append(log);
            assertThatThrownBy(() -> Files.write(stranger, new byte[25 << 20])).isInstanceOf(IOException.class);
            long before = acked;
            assertThatThrownBy(() -> {
                        while (true) {
                            append(log);
                        }
                    })
                    .isInstanceOf(IOException.class);
            acked = Math.max(before, log.stats().next().value());
            expectEverything(log, acked);
            Files.delete(stranger);

            assertThat(log.reopen().value()).isEqualTo(acked);
            log.tidy();
            acked = append(log);
            assertThat(cursor.lag()).isEqualTo(acked);
        }
        try (RecordLog log = RecordLog.open(directory, config)) {
            expectEverything(log, acked);
        }
    }

    /** Others have filled the disk to its last byte: what is delivered must go, although that has to be written down. */
    @Test
    void aDiskThatOthersHaveFilledIsOpenedReadAndEmptied() throws Exception {
        Path directory = mountPoint.resolve("buffer");
        long acked = 0;
        try (RecordLog log = RecordLog.open(directory, config);
                Cursor cursor = log.cursor("up", Numbered.STREAMS, new Start.Oldest())) {
            while (log.hasRoom(100_000)) {
                acked = append(log);
                log.tidy();
            }
            assertThat(cursor.lag()).isEqualTo(acked);
        }
        Path stranger = mountPoint.resolve("stranger");
        assertThatThrownBy(() -> Files.write(stranger, new byte[25 << 20])).isInstanceOf(IOException.class);

        try (RecordLog log = RecordLog.open(directory, config);
                Cursor cursor = log.cursor("up", Numbered.STREAMS, new Start.Oldest())) {
            assertThat(log.hasRoom(100)).isFalse();
            assertThat(cursor.read(Integer.MAX_VALUE, Long.MAX_VALUE, Duration.ZERO))
                    .hasSize((int) acked);
            cursor.commit(new Offset(acked), ByteBuffer.allocate(0));

            Awaitility.await().until(() -> log.hasRoom(100_000));
            expectEverything(log, append(log));
        }
    }

    @Test
    void aReadOnlyDiskRefusesTheStartAndCanBeInspected() throws Exception {
        Path directory = mountPoint.resolve("buffer");
        long acked;
        try (RecordLog log = RecordLog.open(directory, config)) {
            acked = append(log);
        }
        remount("ro");

        assertThatThrownBy(() -> RecordLog.open(directory, config))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Read-only file system");
        assertThat(RecordLog.inspect(directory).stats().next()).isEqualTo(new Offset(acked));

        remount("rw");
        try (RecordLog log = RecordLog.open(directory, config)) {
            expectEverything(log, append(log));
        }
    }
}
