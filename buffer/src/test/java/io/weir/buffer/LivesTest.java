package io.weir.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As {@link KillTest}, with all threads of a log but without a process for each life, and so a hundred times as many. */
class LivesTest {
    private static final int LIVES = 300;
    private static final int LIVES_OF_A_DIRECTORY = 100;

    @TempDir
    private Path directory;

    @Test
    void everyLifeFindsWhatTheOnesBeforeHaveAcknowledged() throws Exception {
        long seed = Long.getLong("seed", 1);
        int lives = Integer.getInteger("lives", LIVES);
        SplittableRandom random = new SplittableRandom(seed);
        Promises promises = new Promises();
        long acked = 0;
        for (int life = 0; life < lives; life++) {
            if (life % LIVES_OF_A_DIRECTORY == 0) {
                acked += promises.acked();
                promises = new Promises();
            }
            Path place = directory.resolve("log-" + life / LIVES_OF_A_DIRECTORY);
            try {
                live(place, random, promises);
                if (promises.acked() > 0 || Files.exists(place.resolve(Layout.FORMAT))) {
                    promises.expectKept(RecordLog.inspect(place));
                }
            } catch (AssertionError | IOException | RuntimeException e) {
                throw new AssertionError("Life " + life + " of seed " + seed + " " + promises, e);
            }
        }
        acked += promises.acked();
        assertThat(acked).isPositive();
        System.out.println("Lives: " + lives + ", ended between any two changes of a file or within one; " + acked
                + " acknowledged records: lost 0, wrong 0");
    }

    /** Mostly a short one: what is done to begin and to recover is hit more often. */
    private static void live(Path place, SplittableRandom random, Promises promises) throws Exception {
        int changes = 1 + random.nextInt(random.nextInt(20) == 0 ? 1000 : 150);
        try (MortalDisk disk = new MortalDisk(new LocalDisk(), changes, random.split())) {
            try (DiskLog log = DiskLog.open(place, BusyWriter.config(), disk, true)) {
                BusyWriter writer = BusyWriter.on(log, random.split(), promises);
                while (!disk.hasEnded()) {
                    writer.work();
                }
            } catch (IOException e) {
                assertThat(disk.hasEnded()).as("ended as was meant: %s", e).isTrue();
            }
        }
    }
}
