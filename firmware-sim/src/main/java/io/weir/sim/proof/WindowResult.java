package io.weir.sim.proof;

/** What a window must say; the end is exclusive. */
record WindowResult(String metric, long fromMillis, long toMillis, long count, double mean, double min, double max) {
    private static final double RELATIVE_ERROR = 1e-9;

    /** Count and extremes exactly; the mean as far as the order of summing may change it. */
    boolean agreesWith(WindowResult other) {
        double scale = Math.max(Math.abs(min), Math.abs(max));
        return metric.equals(other.metric)
                && fromMillis == other.fromMillis
                && toMillis == other.toMillis
                && count == other.count
                && min == other.min
                && max == other.max
                && Math.abs(mean - other.mean) <= RELATIVE_ERROR * scale;
    }

    @Override
    public String toString() {
        return metric + " [" + fromMillis + ", " + toMillis + ") count " + count + " mean " + mean + " min " + min
                + " max " + max;
    }
}
