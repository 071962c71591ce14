package io.weir.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordLogTest {
    @TempDir
    private Path directory;

    private static final LogConfig CONFIG =
            LogConfig.defaults(Clock.systemUTC(), 7).withSegmentSize(1 << 16).withDiskReserve(0, 0);

    static Group group(String... texts) {
        List<Entry> entries = new ArrayList<>();
        for (String text : texts) {
            entries.add(new Entry(1, 1000, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))));
        }
        return new Group(entries);
    }

    static String text(LogRecord entry) {
        return StandardCharsets.UTF_8.decode(entry.bytes()).toString();
    }

    @Test
    void whatWasCommittedIsReadInOrderAfterReopening() throws Exception {
        try (RecordLog log = RecordLog.open(directory, CONFIG)) {
            assertThat(log.append(group("a", "b"))).isEqualTo(new Offset(0));
            assertThat(log.append(group("c"))).isEqualTo(new Offset(2));
            log.commit();
        }

        try (RecordLog log = RecordLog.open(directory, CONFIG);
                Cursor cursor = log.cursor("up", Set.of(1), new Start.Oldest())) {
            List<LogRecord> read = cursor.read(10, 1000, Duration.ZERO);

            assertThat(read.stream().map(RecordLogTest::text)).containsExactly("a", "b", "c");
            assertThat(log.append(group("d"))).isEqualTo(new Offset(3));
        }
    }

    @Test
    void anEntryLargerThanABlockComesBackWhole() throws Exception {
        String large = "x".repeat(200_000);
        try (RecordLog log = RecordLog.open(directory, CONFIG)) {
            log.append(group("a", large, "b"));
            log.commit();
        }

        try (RecordLog log = RecordLog.open(directory, CONFIG);
                Cursor cursor = log.cursor("up", Set.of(1), new Start.Oldest())) {
            List<LogRecord> read = cursor.read(10, 10_000_000, Duration.ZERO);

            assertThat(read.stream().map(RecordLogTest::text)).containsExactly("a", large, "b");
        }
    }

    @Test
    void aCommitIsOneFsync() throws IOException {
        try (RecordLog log = DiskLog.open(directory, CONFIG, new LocalDisk(), false)) {
            log.append(group("first"));
            log.commit();
            long before = log.stats().fsyncs();

            log.append(group("a", "b"));
            log.append(group("c"));
            log.commit();

            assertThat(log.stats().fsyncs() - before).isEqualTo(1);
        }
    }
}
