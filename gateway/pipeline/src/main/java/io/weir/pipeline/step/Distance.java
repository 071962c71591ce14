package io.weir.pipeline.step;

/** How far apart two times are, whichever comes first. */
public final class Distance {

    private Distance() {}

    public static boolean isAtLeast(long oneMillis, long otherMillis, long distanceMillis) {
        // Unsigned, because the distance of two longs may not fit into one.
        long distance = oneMillis >= otherMillis ? oneMillis - otherMillis : otherMillis - oneMillis;
        return Long.compareUnsigned(distance, distanceMillis) >= 0;
    }

    /** How much later the second is, negative when it is earlier; as near as a long can say it. */
    public static long between(long fromMillis, long toMillis) {
        long distance = toMillis - fromMillis;
        boolean overflown = ((toMillis ^ fromMillis) & (toMillis ^ distance)) < 0;
        return overflown ? (toMillis < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : distance;
    }
}
