package io.weir.pipeline.flink;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The settings of one window, as both sides understand them.
 *
 * @param byDevice whether each device has windows, and a watermark, of its own; otherwise all devices share both
 */
record Windowing(Kind kind, long sizeMillis, long everyMillis, long latenessMillis, long allowedMillis, boolean byDevice) {

    enum Kind {
        TUMBLING,
        SLIDING,
        SESSION,
        COUNT,
        SLIDING_COUNT
    }

    private static final long[] SIZES = {10_000, 1_000, 7_000};
    /** Some steps divide the size, some do not; the last two overlap so much that merged slices are kept. */
    private static final long[][] SLIDES = {
        {10_000, 2_500}, {7_000, 3_000}, {5_000, 4_000}, {12_000, 5_000}, {20_000, 1_000}, {61_000, 2_000}
    };
    private static final long[] GAPS = {4_000, 1_000, 9_000};
    private static final long[][] COUNTS = {{7, 3}, {10, 2}, {5, 1}, {9, 9}};

    static Windowing of(SplittableRandom random) {
        Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
        long[] slide = SLIDES[random.nextInt(SLIDES.length)];
        long[] count = COUNTS[random.nextInt(COUNTS.length)];
        long single =
                switch (kind) {
                    case TUMBLING -> SIZES[random.nextInt(SIZES.length)];
                    case SESSION -> GAPS[random.nextInt(GAPS.length)];
                    default -> 1 + random.nextInt(12);
                };
        long lateness = random.nextInt(3) * 2_000L;
        long allowed = random.nextInt(3) * 1_500L;
        boolean byDevice = random.nextBoolean();
        return switch (kind) {
            case SLIDING -> new Windowing(kind, slide[0], slide[1], lateness, allowed, byDevice);
            case SLIDING_COUNT -> new Windowing(kind, count[0], count[1], 0, 0, byDevice);
            case COUNT -> new Windowing(kind, single, single, 0, 0, byDevice);
            default -> new Windowing(kind, single, single, lateness, allowed, byDevice);
        };
    }

    boolean isByCount() {
        return kind == Kind.COUNT || kind == Kind.SLIDING_COUNT;
    }

    /** As a configuration writes it; nothing is ever far ahead or silent, for which Flink has no rule. */
    Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("emit", List.of("count", "sum", "min", "max"));
        settings.put("by", byDevice ? List.of("device", "metric") : List.of("metric"));
        switch (kind) {
            case TUMBLING -> settings.put("size", sizeMillis + "ms");
            case SLIDING -> {
                settings.put("size", sizeMillis + "ms");
                settings.put("every", everyMillis + "ms");
            }
            case SESSION -> settings.put("gap", sizeMillis + "ms");
            case COUNT -> settings.put("count", sizeMillis);
            case SLIDING_COUNT -> {
                settings.put("count", sizeMillis);
                settings.put("every", everyMillis);
            }
        }
        if (!isByCount()) {
            settings.put("lateness", latenessMillis + "ms");
            settings.put("allowed-lateness", allowedMillis + "ms");
            settings.put("idle", "300d");
            settings.put("max-ahead", "300d");
            settings.put("late", true);
        }
        return settings;
    }
}
