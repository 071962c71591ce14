package io.weir.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data directory is often a link to another disk. */
class LinkedDirectoryTest {
    @TempDir
    private Path folder;

    @Test
    void whatLiesBehindTheLinkCounts() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("buffer"), Files.createDirectory(folder.resolve("card")));
        LogConfig config = LogConfig.defaults(Clock.systemUTC(), 7).withDiskReserve(0, 0);
        RecordLog.open(link, config).close();
        Path strange = Files.write(link.resolve("log").resolve("backup.img"), new byte[3 << 20]);

        try (RecordLog log = RecordLog.open(link, config)) {
            assertThat(log.stats().bytesOnDisk()).isGreaterThan(3 << 20);
        }

        List<Path> seen = new ArrayList<>();
        new LocalDisk().walk(link, (file, lengthBytes) -> seen.add(file));
        assertThat(seen).contains(strange, link.resolve("log"));
    }
}
