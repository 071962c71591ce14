package io.weir.gateway.dryrun;

import io.weir.gateway.decode.EventTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times in tests: as readings have them, or as a length of time since the test began, which is at the epoch. */
public final class RunTime {

    private static final Pattern SPAN = Pattern.compile("(-?[0-9]{1,10})(ms|s|m|h|d)");
    private static final Map<String, Long> UNIT_MILLIS =
            Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);

    private RunTime() {}

    /** A length of time as the configuration writes it, or with a minus before it. */
    public static Optional<Duration> span(String text) {
        Matcher span = SPAN.matcher(text);
        return span.matches()
                ? Optional.of(
                        Duration.ofMillis(Long.parseLong(span.group(1)) * UNIT_MILLIS.getOrDefault(span.group(2), 1L)))
                : Optional.empty();
    }

    static OptionalLong millis(String text) {
        Optional<Duration> span = span(text);
        if (span.isPresent()) {
            return OptionalLong.of(span.get().toMillis());
        }
        return text.contains("-") && text.contains(":") ? EventTime.of(text) : OptionalLong.empty();
    }

    static String iso(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
