package io.weir.pipeline.step;

/** How far apart two times are, whichever comes first. */
public final class Distance {

    private Distance() {}

    public static boolean isAtLeast(long oneMillis, long otherMillis, long distanceMillis) {
        // Unsigned, because the distance of two longs may not fit into one.
        long distance = oneMillis >= otherMillis ? oneMillis - otherMillis : otherMillis - oneMillis;
        return Long.compareUnsigned(distance, distanceMillis) >= 0;
    }
}
