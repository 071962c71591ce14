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

    /** Files that were swapped, copied or removed stay so when the power goes. */
    @Test
    void whatRotsAndLosesPowerAgreesWithTheModel() {
        Tallies tallies = new Tallies();
        Seeds.each(30_000_001, 500, random -> new World(random, Climate.rotten(random), tallies).live(length(random)));
        System.out.println("Rot and power cuts: " + tallies);
    }

    /**
     * Lives of the same kind: the empty file of a segment that is there under another name made its end forgotten and a group
     * came back that had failed; a replacement of a segment without HEADER made everything else void; three times a segment
     * without HEADER knew too little or too much of the streams that are not in it.
     */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {10_016_706, 10_052_517, 11_021_867, 10_125_216, 13_009_436})
    void whatOnceWentWrongWithRotIsRight(long seed) {
        Tallies tallies = new Tallies();
        Seeds.each(seed, 1, random -> new World(random, Climate.rotten(random), tallies).live(length(random)));
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
