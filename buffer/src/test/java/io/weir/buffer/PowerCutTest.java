package io.weir.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Histories in which the power goes in the middle of any write, sync, rename, creation or deletion. */
class PowerCutTest {
    private static final int CUTS = 2000;

    @Test
    void noAcknowledgedRecordIsLostAndNoneIsWrong() {
        Tallies tallies = new Tallies();
        Seeds.each(
                40_000_001, CUTS, random -> new World(random, Climate.mild(8), tallies).live(ModelTest.length(random)));
        System.out.println("Power cuts: " + tallies);
        assertThat(tallies.cuts()).isGreaterThanOrEqualTo(Integer.getInteger("seeds", CUTS));
    }
}
