package io.weir.sim.text;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads durations such as {@code 1m30s} and sizes such as {@code 10KiB}. */
public final class Amounts {
    private static final Pattern DURATION_PART = Pattern.compile("(\\d+)(ms|s|m|h|d)");
    private static final Pattern SIZE = Pattern.compile("(\\d+)\\s*(B|KiB|MiB|kB|MB)?(?:/s)?");

    private Amounts() {}

    public static Duration duration(String text) {
        Matcher part = DURATION_PART.matcher(text);
        Duration sum = Duration.ZERO;
        int at = 0;
        while (part.find() && part.start() == at) {
            sum = sum.plus(one(Long.parseLong(part.group(1)), part.group(2)));
            at = part.end();
        }
        if (at == 0 || at != text.length()) {
            throw new IllegalArgumentException("not a duration: \"" + text + "\"; write 500ms, 40s or 1m30s");
        }
        return sum;
    }

    private static Duration one(long amount, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    public static long bytes(String text) {
        Matcher size = SIZE.matcher(text.trim());
        if (!size.matches()) {
            throw new IllegalArgumentException("not a size: \"" + text + "\"; write 512B, 10KiB or 1MiB");
        }
        String unit = size.group(2) == null ? "B" : size.group(2);
        long factor = switch (unit) {
            case "KiB" -> 1024;
            case "MiB" -> 1024 * 1024;
            case "kB" -> 1000;
            case "MB" -> 1_000_000;
            default -> 1;
        };
        return Math.multiplyExact(Long.parseLong(size.group(1)), factor);
    }
}
