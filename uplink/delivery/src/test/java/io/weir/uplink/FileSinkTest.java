package io.weir.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

class FileSinkTest {

    @TempDir
    Path folder;

    private final MovableClock clock = new MovableClock();

    private static Batch batch(long offset) {
        return Readings.batch(Readings.outgoing("raw", "a", offset));
    }

    private static String line(String stream, long offset) {
        return new String(Readings.batch(Readings.outgoing(stream, "a", offset)).lines(), StandardCharsets.UTF_8);
    }

    private String content(String name) throws IOException {
        return Files.readString(folder.resolve("out").resolve(name));
    }

    private FileSink sink() {
        return new FileSink(folder.resolve("out"), clock);
    }

    @Test
    void eachStreamHasAFilePerHourOfDelivery() throws Exception {
        try (FileSink sink = sink()) {
            sink.send(Readings.batch(Readings.outgoing("raw", "a", 1), Readings.outgoing("wind", "a", 2)));
            clock.move(Duration.ofMinutes(59));
            sink.send(batch(3));
            clock.move(Duration.ofMinutes(1));
            assertThat(sink.send(batch(4))).isEqualTo(SendResult.accepted());
        }

        assertThat(content("raw-20261121T10.jsonl")).isEqualTo(line("raw", 1) + line("raw", 3));
        assertThat(content("wind-20261121T10.jsonl")).isEqualTo(line("wind", 2));
        assertThat(content("raw-20261121T11.jsonl")).isEqualTo(line("raw", 4));
    }

    @Test
    void aLineThatACrashHasTornIsCutOffAtTheNextStart() throws Exception {
        try (FileSink sink = sink()) {
            sink.send(batch(1));
        }
        Path file = folder.resolve("out/raw-20261121T10.jsonl");
        String torn = "{\"id\":\"gw/1/2\"" + "x".repeat(20_000);
        Files.writeString(file, torn, StandardOpenOption.APPEND);

        try (FileSink sink = sink()) {
            sink.send(batch(2));
        }

        assertThat(Files.readString(file)).isEqualTo(line("raw", 1) + line("raw", 2));
    }

    @Test
    void aFileWithoutAnyWholeLineBeginsAnew() throws Exception {
        Files.createDirectories(folder.resolve("out"));
        Path file = folder.resolve("out/raw-20261121T10.jsonl");
        Files.writeString(file, "{\"id\"");

        try (FileSink sink = sink()) {
            sink.send(batch(2));
        }

        assertThat(Files.readString(file)).isEqualTo(line("raw", 2));
    }

    @Test
    void aFileThatSomebodyMovesAwayIsMadeAgain() throws Exception {
        try (FileSink sink = sink()) {
            sink.send(batch(1));
            Files.move(folder.resolve("out/raw-20261121T10.jsonl"), folder.resolve("taken"));
            sink.send(batch(2));
        }

        assertThat(Files.readString(folder.resolve("taken"))).isEqualTo(line("raw", 1));
        assertThat(content("raw-20261121T10.jsonl")).isEqualTo(line("raw", 2));
    }

    @Test
    void aFolderThatCannotBeWrittenIsARetryThatNamesIt() throws Exception {
        Files.writeString(folder.resolve("out"), "a file where the folder should be");

        try (FileSink sink = sink()) {
            assertThat(sink.send(batch(1)))
                    .isInstanceOfSatisfying(
                            SendResult.Retry.class,
                            retry -> assertThat(retry.reason()).contains("out"));
            Files.delete(folder.resolve("out"));
            assertThat(sink.send(batch(1))).isEqualTo(SendResult.accepted());
        }
    }

    @Test
    void aBatchThatFailsInTheMiddleIsTakenBackWhole() throws Exception {
        Files.createDirectories(folder.resolve("out/wind-20261121T10.jsonl"));
        try (FileSink sink = sink()) {
            SendResult result =
                    sink.send(Readings.batch(Readings.outgoing("raw", "a", 1), Readings.outgoing("wind", "a", 2)));

            assertThat(result).isInstanceOf(SendResult.Retry.class);
        }
        assertThat(content("raw-20261121T10.jsonl")).isEmpty();
    }

    static boolean hasFullDevice() {
        return Files.isWritable(Path.of("/dev/full"));
    }

    @Test
    @EnabledIf("hasFullDevice")
    void aFullDiskIsARetry() throws Exception {
        Files.createDirectories(folder.resolve("out"));
        Files.createSymbolicLink(folder.resolve("out/raw-20261121T10.jsonl"), Path.of("/dev/full"));

        try (FileSink sink = sink()) {
            assertThat(sink.send(batch(1)))
                    .isInstanceOfSatisfying(
                            SendResult.Retry.class,
                            retry -> assertThat(retry.reason()).contains("No space left"));
        }
    }
}
