package io.weir.gateway.selftest;

import io.weir.device.ByteSize;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** The whole test of a directory. One thread. Writes only into folders of its own, and removes them. */
public final class Durability {

    private static final int MEASUREMENTS = 6;
    /** Of what it writes not everything is there at once. */
    private static final ByteSize NEEDED = new ByteSize(128L << 20);

    private static final String PLUG = "weir-selftest-plug";

    private final Path directory;
    private final Path root;
    private final Clock clock;
    private final RandomGenerator random;

    /** @param root below which {@code proc} and {@code sys} are found */
    public Durability(Path directory, Path root, Clock clock, RandomGenerator random) {
        this.directory = directory;
        this.root = root;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Measures for about this long, then kills so often.
     *
     * @throws java.nio.file.NoSuchFileException when there is no such directory
     */
    public Verdict run(Duration measuring, int kills, Consumer<String> progress)
            throws IOException, InterruptedException {
        Medium medium = Medium.of(directory.toRealPath(), root);
        KillRounds rounds = new KillRounds(random);
        try (Workplace workplace = Workplace.in(directory, rounds::stop)) {
            progress.accept("measuring syncs for " + measuring.toSeconds() + " seconds");
            Measured measured = new Measurements(workplace.folder(), measuring.dividedBy(MEASUREMENTS), clock).run();
            KillRounds.Outcome outcome = rounds.run(workplace.folder().resolve("kill"), kills, progress);
            return Verdict.of(
                    medium, measured, outcome, Files.getFileStore(directory).getTotalSpace());
        }
    }

    /**
     * Asks for the room that a long run takes.
     *
     * @throws IOException if there is less
     */
    public void requireRoom() throws IOException {
        ByteSize free = new ByteSize(Files.getFileStore(directory).getUsableSpace());
        if (free.bytes() < NEEDED.bytes()) {
            throw new IOException("The disk of " + directory + " has " + free + " left, the test needs " + NEEDED
                    + " while it runs: make room, or name another directory on the same card");
        }
    }

    /**
     * Writes numbers until the power goes, and says each once it is on the disk.
     *
     * @param most ends after so many
     */
    public void writeUntilThePowerGoes(long most, PrintStream said) throws IOException {
        Numbers.write(directory.resolve(PLUG), most, said);
    }

    /**
     * Whether all numbers are there that were said before the power went; removes them if so.
     *
     * @return what is wrong, in words; empty if nothing is
     */
    public List<String> verifyAfterPowerCut(long last) throws IOException {
        Path plug = directory.resolve(PLUG);
        if (!Files.exists(plug)) {
            throw new IOException("There is no " + plug + ": either --pull-plug write has not run here, or the disk has"
                    + " lost all that it wrote");
        }
        Numbers.Verdict verdict = Numbers.verify(plug, last);
        if (!verdict.isClean()) {
            return List.of(
                    "of " + last + " acknowledged numbers " + verdict.lost() + " are lost and " + verdict.wrong()
                            + " wrong",
                    "this disk says that it has written what it has not: do not use it. The evidence stays in " + plug);
        }
        Workplace.delete(plug);
        return List.of();
    }
}
