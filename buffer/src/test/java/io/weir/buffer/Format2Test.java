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
 * A buffer as the last version that wrote format 2 has left it when it was killed: a replacement of two segments, of which
 * 130 entries were given up, a segment that is not sealed, one made ahead, two cursors, two checkpoints in one file.
 */
class Format2Test {
    private static final Set<Integer> STREAMS = Set.of(0, 1, 2);
    private static final int END = 600;
    private static final int REWRITTEN = 400;
    private static final long GIVEN_UP = 130;

    @TempDir
    private Path directory;

    @BeforeEach
    void unpack() throws IOException {
        OldBuffer.unpack("format-2", directory);
    }

    @Test
    void whatWasKeptIsReadAndWhatWasGivenUpStaysCounted() throws Exception {
        try (RecordLog log = RecordLog.open(directory, OldBuffer.CONFIG);
                Cursor all = log.cursor("all", STREAMS, new Start.Newest());
                Cursor one = log.cursor("one", Set.of(1), new Start.Newest())) {
            assertThat(log.stats().epoch()).isEqualTo(4712);
            assertThat(log.stats().next()).isEqualTo(new Offset(END));
            assertThat(log.stats().gaps()).isEmpty();
            assertThat(log.stats().expired()).isEqualTo(Map.of(Expiry.MAX_SIZE, Map.of(2, GIVEN_UP)));
            assertThat(log.stats().expiredRanges())
                    .containsExactly(
                            new ExpiredRange(Expiry.MAX_SIZE, 2, Offset.FIRST, new Offset(REWRITTEN), GIVEN_UP));
            assertThat(log.checkpoints().newest())
                    .contains(new Checkpoint(
                            new Offset(500), ByteBuffer.wrap("the state".getBytes(StandardCharsets.US_ASCII))));

            expect(all, 10, END - 10 - GIVEN_UP, Map.of(Expiry.MAX_SIZE, GIVEN_UP));
            expect(one, 100, 167, Map.of());
        }
    }

    @Test
    void itIsGoneOnWithAndRewrittenAgain() throws Exception {
        try (DiskLog log = DiskLog.open(directory, OldBuffer.CONFIG, new LocalDisk(), false)) {
            log.append(Numbered.group(END, 50));
            log.commit();
            List<Segment> complete =
                    log.segments().stream().filter(Segment::isComplete).toList();
            assertThat(complete).hasSizeGreaterThanOrEqualTo(1);
            log.upkeep().rewrite(complete.subList(0, 1), Map.of());
            log.tidy();
        }

        try (RecordLog log = RecordLog.open(directory, OldBuffer.CONFIG);
                Cursor all = log.cursor("all", STREAMS, new Start.Newest())) {
            expect(all, 10, END + 50 - 10 - GIVEN_UP, Map.of(Expiry.MAX_SIZE, GIVEN_UP));
        }
        assertThat(directory.resolve(Layout.FORMAT)).content().startsWith("weir-buffer 3\n");
    }

    private static void expect(Cursor cursor, long position, long ahead, Map<Expiry, Long> expired) throws Exception {
        assertThat(cursor.standing().position()).isEqualTo(new Offset(position));
        assertThat(cursor.standing().expired()).isEqualTo(expired);
        assertThat(cursor.lag()).isEqualTo(ahead);
        List<LogRecord> read = cursor.read(1000, 1 << 20, Duration.ZERO);
        assertThat(read).hasSize((int) ahead).allSatisfy(Numbered::expectTrue);
        assertThat(read)
                .noneMatch(entry -> entry.stream() == 2 && entry.offset().value() < REWRITTEN);
    }
}
