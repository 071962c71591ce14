package io.weir.pipeline.step;

import java.time.Duration;

/**
 * Tells a reading that comes out of order from a clock that was set back. Steps that follow the time of a key let what is a
 * little older than the newest go by; what is older by {@link #FARTHEST_MILLIS} or more means that the clock had been wrong, and
 * the step starts anew with it. So a clock that is once fifty years ahead does not silence a key for fifty years.
 */
public final class Disorder {

    public static final long FARTHEST_MILLIS = Duration.ofHours(1).toMillis();

    private Disorder() {}

    /** Whether this time is older than the newest, but not by so much that the clock was set back. */
    public static boolean isOld(long newestMillis, long timeMillis) {
        return isOld(newestMillis, timeMillis, FARTHEST_MILLIS);
    }

    /** The same for a step that looks back further than an hour. */
    public static boolean isOld(long newestMillis, long timeMillis, long farthestMillis) {
        return timeMillis < newestMillis && Long.compareUnsigned(newestMillis - timeMillis, farthestMillis) < 0;
    }

    /** Whether two times are at least this far apart, whichever comes first. */
    public static boolean isApart(long oneMillis, long otherMillis, long distanceMillis) {
        // Unsigned, because the distance of two longs may not fit into one.
        long distance = oneMillis >= otherMillis ? oneMillis - otherMillis : otherMillis - oneMillis;
        return Long.compareUnsigned(distance, distanceMillis) >= 0;
    }
}
