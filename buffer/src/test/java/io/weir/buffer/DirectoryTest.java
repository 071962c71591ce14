package io.weir.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose directory it is, on a real file system. */
class DirectoryTest {
    @TempDir
    private Path directory;

    private final LogConfig config =
            LogConfig.defaults(Clock.systemUTC(), 7).withSegmentSize(1 << 16).withDiskReserve(0, 0);

    @Test
    void aSecondOpeningIsRefusedWithThePidOfTheFirst() throws Exception {
        try (RecordLog log = RecordLog.open(directory, config)) {
            assertThatThrownBy(() -> RecordLog.open(directory, config))
                    .isInstanceOf(DirectoryLockedException.class)
                    .hasMessageContaining(Long.toString(ProcessHandle.current().pid()));
            assertThat(log.stats().next()).isEqualTo(Offset.FIRST);
            assertThatThrownBy(() -> RecordLog.open(directory, config)).isInstanceOf(DirectoryLockedException.class);
        }
        RecordLog.open(directory, config).close();
    }

    /** It only helps to say who holds the lock, and a full disk has no room for it. */
    @Test
    void anOwnerFileThatCannotBeWrittenKeepsNobodyFromOpening() throws Exception {
        Files.createDirectories(directory.resolve("owner"));

        try (RecordLog log = RecordLog.open(directory, config)) {
            log.append(Numbered.group(0, 10));
            log.commit();
            assertThatThrownBy(() -> RecordLog.open(directory, config)).isInstanceOf(DirectoryLockedException.class);
        }

        RecordLog.open(directory, config).close();
    }

    private Map<Path, String> contents() throws IOException {
        Map<Path, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(file, Files.getLastModifiedTime(file) + " " + Arrays.hashCode(Files.readAllBytes(file)));
            }
        }
        return contents;
    }

    /** Its directory may belong to another one by now. */
    @Test
    void aClosedLogWritesNothingAnyMore() throws Exception {
        RecordLog first = RecordLog.open(directory, config);
        first.append(Numbered.group(0, 100));
        first.commit();
        Cursor left = first.cursor("up", Set.of(0, 1, 2), new Start.Oldest());
        first.close();
        try (RecordLog second = RecordLog.open(directory, config);
                Cursor cursor = second.cursor("up", Set.of(0, 1, 2), new Start.Oldest())) {
            cursor.commit(new Offset(100), ByteBuffer.allocate(0));
            cursor.flush();
            Map<Path, String> before = contents();

            left.commit(new Offset(10), ByteBuffer.allocate(0));
            assertThatThrownBy(left::flush).isInstanceOf(IOException.class);
            assertThatThrownBy(left::close).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> first.checkpoints().save(new Offset(50), ByteBuffer.allocate(10)))
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(first::reopen).isInstanceOf(IOException.class);

            assertThat(contents()).containsExactlyEntriesOf(before);
        }
    }

    @Test
    void aDirectoryOfAnotherProgramIsLeftAlone() throws Exception {
        Files.writeString(directory.resolve("holiday.jpg"), "");
        Files.writeString(directory.resolve("owner"), "my aunt");

        assertThatThrownBy(() -> RecordLog.open(directory, config))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("holiday.jpg");
        assertThat(directory.resolve("owner")).hasContent("my aunt");
        assertThat(directory).isDirectoryNotContaining("glob:**{log,lock}");
        assertThatThrownBy(() -> RecordLog.inspect(directory)).hasMessageContaining("is not a buffer");
    }

    @Test
    void aDirectoryThatSomebodyKeepsInTheQuarantineCountsAndStays() throws Exception {
        RecordLog.open(directory, config).close();
        Path kept = Files.createDirectories(directory.resolve("quarantine/kept/deeper"))
                .resolve("card.img");
        Files.write(kept, new byte[3 << 20]);

        try (RecordLog log = RecordLog.open(directory, config.withMaxSize(24 << 20, WhenFull.DROP_OLDEST))) {
            for (int i = 0; i < 200; i++) {
                log.append(Numbered.group(log.stats().next().value(), 300));
                log.commit();
                log.tidy();
            }
            assertThat(log.stats().bytesOnDisk()).isBetween(3L << 20, 24L << 20);
        }
        assertThat(kept).exists();
    }

    @Test
    void aNewerFormatIsRefused() throws Exception {
        RecordLog.open(directory, config).close();
        Path format = directory.resolve(Layout.FORMAT);
        Files.writeString(format, Layout.text(4, 7));

        assertThatThrownBy(() -> RecordLog.open(directory, config)).hasMessageContaining("format 4");
        assertThat(format).hasContent(Layout.text(4, 7));
    }

    @Test
    void aBufferOfAnOlderFormatBecomesOneOfThis() throws Exception {
        RecordLog.open(directory, config).close();
        Path format = directory.resolve(Layout.FORMAT);
        Files.writeString(format, Layout.text(2, 7));

        RecordLog.open(directory, config).close();

        assertThat(format).hasContent(Layout.text(3, 7));
    }

    @Test
    void theEpochSurvivesADamagedOrMissingFormatFile() throws Exception {
        try (RecordLog log = RecordLog.open(directory, config)) {
            log.append(Numbered.group(0, 3));
            log.commit();
        }
        Files.writeString(directory.resolve(Layout.FORMAT), "weir-buffer 1\nepoch 8\ncheck 00000000\n");
        try (RecordLog log = RecordLog.open(directory, config)) {
            assertThat(log.stats().next()).isEqualTo(new Offset(3));
        }
        Files.delete(directory.resolve(Layout.FORMAT));
        assertThat(RecordLog.inspect(directory).stats().next()).isEqualTo(new Offset(3));
        try (RecordLog log = RecordLog.open(directory, config)) {
            assertThat(log.stats().epoch()).isEqualTo(7);
            assertThat(log.stats().next()).isEqualTo(new Offset(3));
        }
    }

    @Test
    void aRunningLogCanBeInspected() throws Exception {
        try (RecordLog log = RecordLog.open(directory, config);
                Cursor cursor = log.cursor("up", Set.of(0), new Start.Oldest())) {
            log.append(Numbered.group(0, 1000));
            log.commit();
            log.append(Numbered.group(1000, 10));
            log.commit();
            cursor.read(10, 1 << 20, Duration.ZERO);
            cursor.commit(new Offset(4), ByteBuffer.wrap(new byte[] {1}));
            cursor.flush();
            log.checkpoints().save(new Offset(1010), ByteBuffer.wrap(new byte[] {2}));

            Inspection buffer = RecordLog.inspect(directory);

            assertThat(buffer.stats().next()).isEqualTo(new Offset(1010));
            assertThat(buffer.segments().stream()
                            .mapToLong(s -> s.end().value() - s.first().value())
                            .sum())
                    .isEqualTo(1010);
            assertThat(buffer.verify())
                    .allSatisfy(segment -> assertThat(segment.damage()).isEmpty());
            assertThat(buffer.cursors()).hasSize(1);
            assertThat(buffer.cursors().get(0).standing().position()).isEqualTo(new Offset(4));
            assertThat(buffer.newestCheckpoint().orElseThrow().at()).isEqualTo(new Offset(1010));
            try (Scan scan = buffer.scan(new Offset(500), Set.of(2))) {
                assertThat(scan.next().offset()).isEqualTo(new Offset(500));
            }
        }
        assertThat(List.of(RecordLog.inspect(directory).stats().appended())).isNotEmpty();
    }

    @Test
    void interruptedThreadsHarmNothing() throws Exception {
        try (RecordLog log = RecordLog.open(directory, config.withTail(0));
                Cursor cursor = log.cursor("up", Set.of(0, 1, 2), new Start.Oldest())) {
            for (int i = 0; i < 50; i++) {
                Thread.currentThread().interrupt();
                log.append(Numbered.group(i * 10L, 10));
                log.commit();
                log.checkpoints().save(new Offset(i), ByteBuffer.allocate(10));
                assertThat(cursor.read(10, 1 << 20, Duration.ZERO)).hasSize(10).allSatisfy(Numbered::expectTrue);
                cursor.flush();
                assertThat(Thread.interrupted()).isTrue();
            }
        }
    }

    @Test
    void impossibleLimitsAreRefusedByName() {
        LogConfig defaults = LogConfig.defaults(Clock.systemUTC(), 7);
        assertThatThrownBy(() -> defaults.withMaxSize(1 << 20, WhenFull.REJECT)).hasMessageContaining("two segments");
        assertThatThrownBy(() -> defaults.withSegmentSize(-1)).hasMessageContaining("segmentSizeBytes (-1)");
        assertThatThrownBy(() -> defaults.withMaxAge(Duration.ofSeconds(-1))).hasMessageContaining("maxAge");
        assertThatThrownBy(() -> RecordLog.open(
                        directory, defaults.withSegmentSize(1 << 20).withMaxSize(3 << 20, WhenFull.REJECT)))
                .hasMessageContaining("at least");
    }

    @Test
    void anEntryBeyondTheLimitIsRefusedAndTheLogGoesOn() throws Exception {
        try (RecordLog log = RecordLog.open(directory, config.withMaxEntry(1000))) {
            assertThatThrownBy(() -> log.append(new Group(List.of(new Entry(1, 0, ByteBuffer.allocate(1001))))))
                    .hasMessageContaining("1001 bytes, the limit is 1000");
            log.append(new Group(List.of(new Entry(1, 0, ByteBuffer.allocate(1000)))));
            log.commit();
            assertThat(log.stats().next()).isEqualTo(new Offset(1));
        }
    }
}
