package io.weir.uplink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

class DeadLettersTest {

    private static final Path PRLIMIT = Path.of("/usr/bin/prlimit");

    @TempDir
    Path folder;

    @Test
    void aLineSaysWhenWhyAndWhat() throws Exception {
        try (DeadLetters letters = new DeadLetters(folder.resolve("dead"), "up", 1000, new MovableClock())) {
            letters.bury(Readings.outgoing("s", "a", 3), "answered 400");
            letters.bury("gw/1/4", "s", ByteBuffer.wrap(new byte[] {9}), "unreadable");
        }

        assertThat(folder.resolve("dead/up.jsonl")).hasContent("""
                        {"at":"2026-11-21T10:00:00.000Z","reason":"answered 400","record":{"id":"gw/1/3","stream":"s","device":"a","metric":"m","t":"1970-01-01T00:00:01.000Z","v":3}}
                        {"at":"2026-11-21T10:00:00.000Z","reason":"unreadable","id":"gw/1/4","stream":"s","bytes":"CQ=="}
                        """);
    }

    @Test
    void bothFilesTogetherStayWithinTheLimitAndKeepTheNewest() throws Exception {
        try (DeadLetters letters = new DeadLetters(folder, "up", 4_000, new MovableClock())) {
            for (int i = 0; i < 100; i++) {
                letters.bury(Readings.outgoing("s", "a", i), "answered 400");
            }
        }

        long bytes = Files.size(folder.resolve("up.jsonl")) + Files.size(folder.resolve("up.1.jsonl"));
        assertThat(bytes).isBetween(2_000L, 4_000L);
        List<String> kept = new ArrayList<>(Files.readAllLines(folder.resolve("up.1.jsonl")));
        kept.addAll(Files.readAllLines(folder.resolve("up.jsonl")));
        for (int i = 0; i < kept.size(); i++) {
            assertThat(kept.get(i)).endsWith("\"v\":" + (100 - kept.size() + i) + "}}");
        }
    }

    static boolean canLimitFiles() throws Exception {
        return Files.isExecutable(PRLIMIT) && limitFiles("unlimited");
    }

    /** Of this process, as a disk that is full: the write that meets it is cut off in its middle. */
    private static boolean limitFiles(String bytes) throws Exception {
        String own = Long.toString(ProcessHandle.current().pid());
        Process process = new ProcessBuilder(PRLIMIT.toString(), "--pid", own, "--fsize=" + bytes + ":")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            return process.waitFor() == 0;
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    @EnabledIf("canLimitFiles")
    void halfALetterThatAFullDiskLeftIsCutOffBeforeTheNext() throws Exception {
        Path file = folder.resolve("up.jsonl");
        try (DeadLetters letters = new DeadLetters(folder, "up", 4_000, new MovableClock())) {
            letters.bury(Readings.outgoing("s", "a", 1), "answered 400");
            long half = Files.size(file) * 3 / 2;
            assertThat(limitFiles(Long.toString(half))).isTrue();
            try {
                assertThatThrownBy(() -> letters.bury(Readings.outgoing("s", "a", 2), "answered 400"))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("up.jsonl");
            } finally {
                assertThat(limitFiles("unlimited")).isTrue();
            }
            assertThat(file).hasSize(half);

            letters.bury(Readings.outgoing("s", "a", 3), "answered 400");
        }

        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(2).allMatch(line -> line.endsWith("}}"));
        assertThat(lines.get(1)).containsOnlyOnce("\"at\"").contains("gw/1/3");
    }
}
