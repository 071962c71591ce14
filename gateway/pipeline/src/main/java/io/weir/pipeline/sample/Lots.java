package io.weir.pipeline.sample;

/**
 * Pseudo-random numbers whose whole state is one word that can be saved: SplitMix64 (Steele, Lea and Flood, Fast Splittable
 * Pseudorandom Number Generators, OOPSLA 2014; the variant of Vigna's public-domain splitmix64.c).
 */
final class Lots {

    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private long state;

    Lots(long state) {
        this.state = state;
    }

    long state() {
        return state;
    }

    long next() {
        state += GOLDEN;
        return mix(state);
    }

    /** A number from 0 to below {@code bound}, each equally likely: what would favour some is drawn again. */
    long below(long bound) {
        long drawn = next() >>> 1;
        long lot = drawn % bound;
        while (drawn - lot + (bound - 1) < 0) {
            drawn = next() >>> 1;
            lot = drawn % bound;
        }
        return lot;
    }

    static long mix(long word) {
        long mixed = (word ^ word >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return mixed ^ mixed >>> 31;
    }
}
