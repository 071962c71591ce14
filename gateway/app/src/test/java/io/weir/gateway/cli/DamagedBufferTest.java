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
import java.time.Instant;
import java.util.List;
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

    private List<Path> files(String folder) throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("buffer").resolve(folder))) {
            return files.sorted().toList();
        }
    }

    private void makeAHole() throws IOException {
        makeAHole(50_000, 5_000);
    }

    private void makeAHole(int from, int bytes) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(files("log").get(0).toFile(), "rw")) {
            file.seek((1 << 20) + from);
            file.write(new byte[bytes]);
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

    private long lines(Object... when) {
        assertThat(weir(Stream.concat(Stream.of("buffer", "cat", data), Stream.of(when))
                        .toArray()))
                .isZero();
        return out.toString().lines().count();
    }

    @Test
    void catPrintsTheRestAndWhatWasAppendedInATime() throws Exception {
        fill();
        Instant before = Instant.now().minusSeconds(3600);
        Instant after = Instant.now().plusSeconds(3600);
        assertThat(lines("--from", before, "--to", after)).isEqualTo(READINGS);
        assertThat(lines("--from", after)).isZero();
        assertThat(lines("--to", before)).isZero();

        makeAHole();

        assertThat(weir("buffer", "cat", data, "--stream", "raw")).isEqualTo(4);
        assertThat(out.toString()).contains("weir buffer verify " + data);
        assertThat(out.toString().lines().filter(line -> line.endsWith("}")))
                .hasSizeBetween(READINGS / 4, READINGS - 1);
    }

    /** As the gateway does when it starts: later marks speak of accounts that a lost one has named. */
    @Test
    void aLostMarkIsPassedOver() throws Exception {
        fill();
        for (Path checkpoint : files("checkpoints")) {
            Files.delete(checkpoint);
        }
        makeAHole(0, 5_000);

        assertThat(weir("buffer", "ls", data)).as(out.toString()).isZero();
        assertThat(weir("buffer", "cat", data)).as(out.toString()).isEqualTo(4);
        assertThat(weir("ledger", data)).as(out.toString()).isIn(0, 4);
    }
}
