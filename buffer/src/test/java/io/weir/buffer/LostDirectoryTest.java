package io.weir.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody removes the directory of a running gateway, or unmounts its disk: an open file can still be synced, for nothing. */
class LostDirectoryTest {
    @TempDir
    private Path folder;

    private final LogConfig config = LogConfig.defaults(Clock.systemUTC(), 7).withDiskReserve(0, 0);

    private static void append(RecordLog log) throws IOException {
        log.append(Numbered.group(log.stats().next().value(), 10));
        log.commit();
    }

    @Test
    void nothingMoreIsTakenInADirectoryThatIsGone() throws Exception {
        Path directory = folder.resolve("buffer");
        DiskLog log = DiskLog.open(directory, config, new LocalDisk(), false);
        append(log);
        assertThat(log.upkeep().turn(true)).isFalse();

        Files.move(directory, folder.resolve("elsewhere"));
        assertThat(log.upkeep().turn(true)).isFalse();

        assertThat(log.hasRoom(100)).isFalse();
        assertThatThrownBy(() -> append(log)).isInstanceOf(LogFullException.class);
        Files.move(folder.resolve("elsewhere"), directory);
        assertThat(log.upkeep().turn(true)).isFalse();
        assertThat(log.hasRoom(100)).isTrue();
        append(log);
        log.close();
        assertThat(RecordLog.inspect(directory).stats().next()).isEqualTo(new Offset(20));
    }

    @Test
    void whatAnUplinkWasToReadIsThereWhenTheDirectoryComesBack() throws Exception {
        Path directory = folder.resolve("buffer");
        DiskLog log = DiskLog.open(directory, config.withTail(0), new LocalDisk(), false);
        append(log);
        Cursor cursor = log.cursor("up", Numbered.STREAMS, new Start.Oldest());

        Files.move(directory, folder.resolve("elsewhere"));
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> cursor.read(100, 1 << 20, Duration.ZERO)).hasMessageContaining("is gone");
            assertThat(log.upkeep().turn(true)).isFalse();
        }
        Files.move(folder.resolve("elsewhere"), directory);

        assertThat(cursor.read(100, 1 << 20, Duration.ZERO)).hasSize(10);
        assertThat(log.stats().gaps()).isEmpty();
        log.close();
    }
}
