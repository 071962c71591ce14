package io.weir.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Histories in which the power goes in the middle of any write, sync, rename, creation or deletion. */
class PowerCutTest {
    private static final int CUTS = 2000;

    /** In a quarter of them, which are longer, files are overwritten all the time. */
    private static void live(SplittableRandom random, Tallies tallies) throws Exception {
        if (random.nextInt(4) == 0) {
            new World(random, Climate.served(8), tallies).live(40);
        } else {
            new World(random, Climate.mild(8), tallies).live(ModelTest.length(random));
        }
    }

    @Test
    void noAcknowledgedRecordIsLostAndNoneIsWrong() {
        Tallies tallies = new Tallies();
        Seeds.each(40_000_001, CUTS, random -> live(random, tallies));
        System.out.println("Power cuts: " + tallies);
        assertThat(tallies.recycled()).as("old files that were overwritten").isGreaterThan(tallies.cuts() / 10);
        assertThat(tallies.cuts()).isGreaterThanOrEqualTo(Integer.getInteger("seeds", CUTS));
    }
}
