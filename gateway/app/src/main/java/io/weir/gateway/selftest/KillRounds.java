package io.weir.gateway.selftest;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * A program of its own writes and is ended with SIGKILL, again and again; what it had acknowledged must be there. The
 * operating system lives on, so this tries our own recovery and not the disk's honesty. One thread; {@link #stop} by any.
 */
final class KillRounds {

    private static final int MOST_LINES = 300;

    private final RandomGenerator random;
    private volatile Optional<Process> running = Optional.empty();
    private long acked;
    private volatile boolean stopped;

    /** What came of all rounds together. */
    record Outcome(int rounds, long acknowledged, long lost, long wrong) {}

    KillRounds(RandomGenerator random) {
        this.random = random;
    }

    Outcome run(Path directory, int rounds, Consumer<String> progress) throws IOException, InterruptedException {
        long lost = 0;
        long wrong = 0;
        int round = 0;
        while (round < rounds && lost + wrong == 0 && !stopped) {
            round++;
            writeAndKill(directory);
            if (stopped) {
                break; // what it wrote is being removed
            }
            Numbers.Verdict verdict = Numbers.verify(directory, acked);
            lost += verdict.lost();
            wrong += verdict.wrong();
            progress.accept("kill " + round + " of " + rounds + ": acknowledged " + acked + ", lost " + verdict.lost()
                    + ", wrong " + verdict.wrong());
        }
        return new Outcome(round, acked, lost, wrong);
    }

    private void writeAndKill(Path directory) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx48m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Numbers.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        running = Optional.of(child);
        if (stopped) {
            child.destroyForcibly(); // stop() came while it was being started, and did not know it
        }
        try (BufferedReader said = child.inputReader(StandardCharsets.UTF_8)) {
            int lines = 2 + random.nextInt(MOST_LINES);
            for (int line = 0; line < lines && hear(Optional.ofNullable(said.readLine())); line++) {}
            child.toHandle().destroyForcibly(); // unlike the process's own it leaves the pipe open
            said.lines().forEach(line -> hear(Optional.of(line))); // what it said before it died counts, too
        } finally {
            child.destroyForcibly().waitFor();
            running = Optional.empty();
        }
    }

    private boolean hear(Optional<String> line) {
        line.filter(text -> text.matches("acked [0-9]{1,18}"))
                .ifPresent(text -> acked = Long.parseLong(text.substring("acked ".length())));
        return line.isPresent();
    }

    /** Ends the program that runs, if any, and the rounds. */
    void stop() {
        stopped = true;
        running.ifPresent(Process::destroyForcibly);
    }
}
