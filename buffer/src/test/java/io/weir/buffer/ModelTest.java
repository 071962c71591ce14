package io.weir.buffer;

import org.junit.jupiter.api.Test;

/** Random histories of append, commit, read, seek, checkpoint, retention, failure and crash against {@link Model}. */
class ModelTest {
    @Test
    void everyHistoryAgreesWithTheModel() {
        Seeds.each(1, 300, random -> new World(random, false, false).live(40));
    }

    @Test
    void everyHistoryWithPowerCutsAgreesWithTheModel() {
        Seeds.each(100_001, 300, random -> new World(random, true, false).live(40));
    }

    @Test
    void underATightQuotaNothingVanishesUncounted() {
        Seeds.each(200_001, 15, random -> new World(random, true, true).live(120));
    }
}
