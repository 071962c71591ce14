package io.weir.buffer;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    /**
     * Rot and power cuts in one life, each found by a long run: a discarded segment came back, a segment without its HEADER
     * counted twice, a stale copy made void what was synced, and a seek between two damages claimed records of before.
     */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {639_102, 511_386, 3_529_599, 5_270_238, 525_394, 552_456, 564_165})
    void whatOnceWentWrongIsRight(long seed) {
        Tallies tallies = new Tallies();
        Seeds.each(seed, 1, random -> new World(random, Climate.any(random), tallies).live(length(random)));
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
