package io.weir.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.buffer.LogConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code weir buffer} says of a buffer with a hole in it. */
class DamagedBufferTest {
    private static final int READINGS = 5000;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path data;

    private final StringWriter out = new StringWriter();

    private int weir(Object... arguments) {
        out.getBuffer().setLength(0);
        String[] texts = Stream.of(arguments).map(String::valueOf).toArray(String[]::new);
        return Main.execute(new PrintWriter(out, true), new PrintWriter(out, true), texts);
    }

    private void fill() throws IOException {
        LogConfig config = LogConfig.defaults(Clock.systemUTC(), 1);
        try (Stored stored = new Stored(data, config)) {
            stored.send(READINGS);
        }
    }

    private void makeAHole() throws IOException {
        Path segment;
        try (Stream<Path> files = Files.list(data.resolve("buffer").resolve("log"))) {
            segment = files.sorted().findFirst().orElseThrow();
        }
        try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
            file.seek((1 << 20) + 50_000);
            file.write(new byte[5_000]);
        }
    }

    @Test
    void verifyNamesTheOffsetsAndEndsWithFour() throws Exception {
        fill();
        assertThat(weir("buffer", "verify", data)).isZero();

        makeAHole();

        assertThat(weir("buffer", "verify", data)).isEqualTo(4);
        assertThat(out.toString())
                .containsPattern("damage: 0000000000000001.seg: offsets .*\\d+.* cannot be read")
                .containsPattern("[1-9] damaged ranges");
    }

    @Test
    void catPrintsTheRestAndWhatWasAppendedInATime() throws Exception {
        fill();
        assertThat(weir("buffer", "cat", data, "--from", "1970-01-01T00:00:10Z", "--to", "1970-01-01T00:00:15Z"))
                .isZero();
        assertThat(out.toString().lines()).hasSize(5).allMatch(line -> line.contains("1970-01-01T00:00:1"));

        makeAHole();

        assertThat(weir("buffer", "cat", data, "--stream", "raw")).isZero();
        assertThat(out.toString().lines())
                .hasSizeBetween(READINGS / 4, READINGS - 1)
                .allMatch(line -> line.endsWith("}"));
    }
}
