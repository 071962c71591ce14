package io.weir.buffer;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The keys of a buffer as its owner may keep them: none at all, or one after the other. One thread. */
final class KeyRing {
    private final SplittableRandom random;
    /** So that a life can be lived again to the byte. */
    private final SplittableRandom nonces = new SplittableRandom(1);

    private final boolean encrypts;
    private final List<byte[]> older = new ArrayList<>();
    private byte[] current = {};

    KeyRing(SplittableRandom random, boolean encrypts) {
        this.random = random;
        this.encrypts = encrypts;
        turn();
    }

    /** From now on there is another key, and the older ones for what is there. */
    void turn() {
        if (encrypts) {
            if (current.length > 0) {
                older.add(current);
            }
            current = new byte[Keys.KEY_BYTES];
            random.nextBytes(current);
        }
    }

    Keys keys() {
        return encrypts ? Keys.of(current, older, nonces) : Keys.NONE;
    }
}
