package io.weir.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A buffer as the first version has left it when it was killed: two sealed segments and one that is not, an entry that
 * spans blocks, two cursors, two checkpoints.
 */
class OldBufferTest {
    private static final Set<Integer> STREAMS = Set.of(0, 1, 2, 7);
    private static final long LARGE = 150;
    private static final long END = 602;

    @TempDir
    private Path directory;

    @BeforeEach
    void unpack() throws IOException {
        OldBuffer.unpack("format-1", directory);
    }

    @Test
    void anOldBufferOpens() throws Exception {
        try (RecordLog log = RecordLog.open(directory, OldBuffer.CONFIG)) {
            assertThat(log.stats().epoch()).isEqualTo(4711);
            assertThat(log.stats().appended()).isEqualTo(Map.of(0, 200L, 1, 201L, 2, 200L, 7, 1L));
            assertThat(log.stats().gaps()).isEmpty();
            expectAll(log);
            Checkpoint checkpoint = log.checkpoints().newest().orElseThrow();
            assertThat(checkpoint.at()).isEqualTo(new Offset(600));
            assertThat(checkpoint.state()).isEqualTo(ByteBuffer.wrap("the state".getBytes(StandardCharsets.US_ASCII)));
            expectCursor(log, "one", Set.of(1), 100, 168);
            expectCursor(log, "all", STREAMS, 10, 592);
        }
        assertThat(directory.resolve(Layout.FORMAT)).content().startsWith("weir-buffer 3\n");
    }

    @Test
    void anOldBufferIsInspectedAndLeftAsItIs() throws Exception {
        Inspection buffer = RecordLog.inspect(directory);

        assertThat(buffer.stats().next()).isEqualTo(new Offset(END));
        assertThat(buffer.verify())
                .hasSize(3)
                .allSatisfy(segment -> assertThat(segment.damage()).isEmpty());
        assertThat(directory.resolve(Layout.FORMAT)).content().startsWith("weir-buffer 1\n");
    }

    @Test
    void anOldBufferIsCleaned() throws Exception {
        try (DiskLog log = DiskLog.open(directory, OldBuffer.CONFIG, new LocalDisk(), false)) {
            Choice nothingGoes = new Choice(Map.of(), Map.of(), Map.of(), Set.of(), 0);
            for (Segment segment : log.segments()) {
                if (segment.isComplete()) {
                    log.upkeep().rewrite(List.of(segment), nothingGoes);
                }
            }
            expectAll(log);
        }
        try (RecordLog log = RecordLog.open(directory, OldBuffer.CONFIG)) {
            expectAll(log);
            expectCursor(log, "one", Set.of(1), 100, 168);
        }
    }

    private static void expectAll(RecordLog log) throws IOException {
        long expected = 0;
        try (Scan scan = log.scan(Offset.FIRST, STREAMS)) {
            while (scan.hasNext()) {
                LogRecord entry = scan.next();
                assertThat(entry.offset().value()).isEqualTo(expected++);
                if (entry.offset().value() == LARGE) {
                    expectLarge(entry);
                } else {
                    Numbered.expectTrue(entry);
                }
            }
        }
        assertThat(expected).isEqualTo(END);
    }

    private static void expectLarge(LogRecord entry) {
        byte[] bytes = new byte[150_000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i / 300);
        }
        assertThat(entry).isEqualTo(new LogRecord(new Offset(LARGE), 7, 12345, ByteBuffer.wrap(bytes)));
    }

    private static void expectCursor(RecordLog log, String name, Set<Integer> streams, long position, int ahead)
            throws Exception {
        try (Cursor cursor = log.cursor(name, streams, new Start.Newest())) {
            assertThat(cursor.standing().position()).isEqualTo(new Offset(position));
            assertThat(cursor.standing().expired()).isEmpty();
            assertThat(cursor.lag()).isEqualTo(ahead);
            assertThat(cursor.read(1000, 1 << 20, Duration.ZERO)).hasSize(ahead);
        }
    }
}
