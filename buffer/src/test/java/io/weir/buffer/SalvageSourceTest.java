package io.weir.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators give to a salvage that is no damaged buffer. */
class SalvageSourceTest {
    private static final int ENTRIES = 100;

    private final LogConfig config = LogConfig.defaults(Clock.systemUTC(), 7)
            .withKeepDelivered(Duration.ofDays(1))
            .withDiskReserve(0, 0);

    @TempDir
    private Path folder;

    private Path source() {
        return folder.resolve("source");
    }

    private Salvage.Report salvage(Path from) throws IOException {
        return new Salvage(from, (files, of, bytes) -> {}).into(folder.resolve("saved"));
    }

    private void write(RecordLog log) throws IOException {
        log.cursor("up", Set.of(0, 1, 2), new Start.Oldest()).close();
        log.append(Numbered.group(0, ENTRIES));
        log.commit();
    }

    @Test
    void aSegmentThatWasOnlyMadeAheadIsNotMissing() throws Exception {
        try (DiskLog log = DiskLog.open(source(), config, new LocalDisk(), false)) {
            write(log);
            assertThat(log.upkeep().turn(true)).isFalse();
            assertThat(new LocalDisk().list(source().resolve("log"))).hasSize(2);

            Salvage.Report report = salvage(source()); // as if it had been killed now

            assertThat(report.blank()).isEmpty();
            assertThat(report.segments()).isEqualTo(1);
        }
    }

    @Test
    void aLinkIsFollowed() throws Exception {
        try (RecordLog log = RecordLog.open(source(), config)) {
            write(log);
        }
        Path link = Files.createSymbolicLink(folder.resolve("link"), source());

        assertThat(salvage(link).withCursors()).isTrue();

        assertThat(RecordLog.inspect(folder.resolve("saved")).stats().next()).isEqualTo(new Offset(ENTRIES));
        assertThatThrownBy(() -> new Salvage(link, (files, of, bytes) -> {}).into(source().resolve("new")))
                .hasMessageContaining("not to be touched");
    }

    @Test
    void aNewerFormatIsRefused() throws Exception {
        try (RecordLog log = RecordLog.open(source(), config)) {
            write(log);
        }
        Files.writeString(source().resolve(Layout.FORMAT), Layout.text(4, 7));

        assertThatThrownBy(() -> salvage(source())).hasMessageContaining("format 4");

        assertThat(folder.resolve("saved")).doesNotExist();
    }
}
