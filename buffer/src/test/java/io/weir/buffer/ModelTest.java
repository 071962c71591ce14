package io.weir.buffer;

import java.util.SplittableRandom;
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
                random -> new World(random, Climate.any(random), tallies).live(length(random)));
        System.out.println("Model test: " + tallies);
    }

    /** Most lives are short, so that there can be many; some are long. */
    static int length(SplittableRandom random) {
        return random.nextInt(12) == 0 ? 60 : 4 + random.nextInt(14);
    }

    @Test
    void underATightQuotaNothingVanishesUncounted() {
        Tallies tallies = new Tallies();
        Seeds.each(20_000_001, 12, random -> new World(random, Climate.tight(random), tallies).live(120));
        System.out.println("Tight quota: " + tallies);
    }
}
