package io.weir.pipeline.flink;

import java.util.Arrays;

/** What came out, as text that both sides write alike. Figures are count, sum, smallest and largest. */
final class Result {

    private Result() {}

    static String ofTime(String key, long fromMillis, long toMillis, double[] figures) {
        return key + " " + fromMillis + "-" + toMillis + " " + Arrays.toString(figures);
    }

    /** Flink's windows by count have no bounds in time. */
    static String ofCount(String key, double[] figures) {
        return key + " " + Arrays.toString(figures);
    }

    static String late(String device, String metric, long timeMillis, double value) {
        return "late " + device + "/" + metric + " " + timeMillis + " " + value;
    }
}
