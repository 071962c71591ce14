package io.weir.device.config;

import java.time.Duration;
import java.util.Optional;

/** Lengths of time as people write them, in configurations and in what the operator reads. */
public final class SpanText {

    private SpanText() {}

    /** What a file says; nothing when it is no length of time. */
    public static Optional<Duration> parse(String text) {
        return Texts.span(text);
    }

    /** Exactly, to the millisecond, in the largest unit that divides it: {@code 90s}, {@code 5m}. */
    public static String of(Duration length) {
        long millis = length.toMillis();
        if (millis % 1_000 != 0) {
            return millis + "ms";
        }
        long seconds = millis / 1_000;
        return seconds % 86_400 == 0 && seconds > 0
                ? seconds / 86_400 + "d"
                : seconds % 3_600 == 0 && seconds > 0
                        ? seconds / 3_600 + "h"
                        : seconds % 60 == 0 && seconds > 0 ? seconds / 60 + "m" : seconds + "s";
    }

    /** About, in whole units and at most two of them: {@code 10 s}, {@code 3 min 20 s}, {@code 4 d 3 h}. */
    public static String about(Duration length) {
        long seconds = length.toSeconds();
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3_600) {
            return seconds / 60 + " min " + seconds % 60 + " s";
        }
        return seconds < 86_400
                ? seconds / 3_600 + " h " + seconds / 60 % 60 + " min"
                : seconds / 86_400 + " d " + seconds / 3_600 % 24 + " h";
    }
}
