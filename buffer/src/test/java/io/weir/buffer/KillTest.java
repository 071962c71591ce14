package io.weir.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process with a real disk, killed with SIGKILL. */
class KillTest {
    private static final int KILLS = 20;
    private static final int MOST_LINES = 4000;
    /** Making, filling, sealing, deleting and overwriting of segments, of snapshots of cursors, and of checkpoints. */
    private static final List<String> INSTANTS = List.of(
            "cleaning",
            "create-log",
            "cleaning",
            "sync-log",
            "rename-log",
            "delete-log",
            "cleaning",
            "keep-log",
            "reuse-log",
            "sync-folder-log",
            "length-log",
            "write-log",
            "cleaning",
            "sync-state",
            "rename-state",
            "write-state",
            "cleaning",
            "delete-state",
            "sync-checkpoints",
            "rename-checkpoints",
            "delete-checkpoints",
            "acked",
            "cursor",
            "open");

    @TempDir
    private Path directory;

    private final Promises promises = new Promises();
    private final Map<String, Integer> killedIn = new TreeMap<>();
    private final Map<String, Integer> killedInCleaning = new TreeMap<>();
    private boolean cleaning;
    private String last = "";

    @Test
    void nothingAcknowledgedIsLostWhenTheProcessIsKilled() throws Exception {
        SplittableRandom random = new SplittableRandom(Long.getLong("seed", 5));
        int kills = Integer.getInteger("kills", KILLS);
        for (int kill = 0; kill < kills; kill++) {
            String instant = INSTANTS.get(kill % INSTANTS.size());
            try {
                runAndKill(instant, random);
                promises.expectKept(RecordLog.inspect(directory));
            } catch (AssertionError | IOException | RuntimeException e) {
                throw new AssertionError("Kill " + kill + " at " + instant + " last=" + last + " " + promises, e);
            }
        }
        System.out.println("Kill test: " + kills + " kills, " + promises.acked()
                + " acknowledged records: lost 0, wrong 0; in "
                + "the middle of " + killedIn + "; while a segment was rewritten: "
                + killedInCleaning.values().stream().mapToInt(Integer::intValue).sum() + " " + killedInCleaning);
        assertThat(killedInCleaning.values().stream()
                        .mapToInt(Integer::intValue)
                        .sum())
                .as("kills that hit the cleaner")
                .isGreaterThanOrEqualTo(kills / 10);
        expectACursorThatGoesOn();
    }

    private void runAndKill(String instant, SplittableRandom random) throws Exception {
        cleaning = false;
        int deeper = instant.equals("cleaning") ? random.nextInt(7) : 0;
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx32m",
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledWriter.class.getName(),
                        directory.toString(),
                        Long.toString(random.nextLong()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            int times = 1 + random.nextInt(5);
            for (int lines = 0; times > 0 && lines < MOST_LINES; lines++) {
                String line = said.readLine();
                assertThat(line).as("the child ended by itself").isNotNull();
                times -= hear(String.valueOf(line)).equals(instant) ? 1 : 0;
            }
            String before = instant;
            for (int lines = 0; lines < deeper && cleaning; lines++) {
                before = hear(String.valueOf(said.readLine()));
            }
            child.toHandle().destroyForcibly(); // unlike the process's own it leaves the pipe open
            last = said.lines().map(this::hear).reduce(before, (one, next) -> next); // that counts, too
            (cleaning ? killedInCleaning : killedIn).merge(last, 1, Integer::sum);
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    /** What the child is about to do, or was doing. */
    private String hear(String line) {
        String[] words = line.split(" ");
        if (words[0].equals("does")) {
            cleaning = words[1].equals("cleaning") || cleaning && !words[1].equals("cleaned");
        }
        if (words.length < 2 || words[0].equals("does") || !words[1].matches("[0-9]+")) {
            return words.length < 2 ? "" : words[1];
        }
        long value = Long.parseLong(words[1]);
        switch (words[0]) {
            case "acked" -> promises.acked(value);
            case "cursor" -> promises.cursor(value);
            case "checkpoint" -> promises.checkpoint(value);
            default -> promises.open(value);
        }
        return words[0];
    }

    private void expectACursorThatGoesOn() throws Exception {
        try (RecordLog log = RecordLog.open(directory, BusyWriter.config());
                Cursor cursor = log.cursor("up", Set.of(0, 1), new Start.Oldest())) {
            long lag = cursor.lag();
            List<LogRecord> read = cursor.read(Integer.MAX_VALUE, Long.MAX_VALUE, Duration.ZERO);
            read.forEach(Numbered::expectTrue);
            assertThat(read).hasSize((int) lag);
        }
    }
}
