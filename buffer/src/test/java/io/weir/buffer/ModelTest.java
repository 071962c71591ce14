package io.weir.buffer;

import org.junit.jupiter.api.Test;

/**
 * Random histories of append, commit, read, commit of cursors, seek, checkpoint, retention, failure, crash and rot
 * against {@link Model}.
 */
class ModelTest {
    @Test
    void everyHistoryAgreesWithTheModel() {
        Tallies tallies = new Tallies();
        Seeds.each(
                1,
                Integer.getInteger("histories", 10_000),
                random -> new World(random, Climate.any(random), tallies).live(40));
        System.out.println("Model test: " + tallies);
    }

    @Test
    void underATightQuotaNothingVanishesUncounted() {
        Tallies tallies = new Tallies();
        Seeds.each(20_000_001, 20, random -> new World(random, Climate.tight(random), tallies).live(120));
        System.out.println("Tight quota: " + tallies);
    }
}
