package io.weir.device.config;

import io.weir.device.ByteSize;
import io.weir.device.TopicPattern;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rules of single words. */
final class Texts {

    static final Pattern ADDRESS = Pattern.compile("(\\[[0-9A-Fa-f:.%]+\\]|[A-Za-z0-9._-]+):([0-9]{1,5})");
    static final Pattern SPAN = Pattern.compile("([0-9]{1,12})(ms|s|m|h|d)");
    private static final Pattern NEARLY_SPAN = Pattern.compile("([0-9]{1,12})\\s*([A-Za-z]*).*");
    private static final Pattern NEARLY_SIZE = Pattern.compile("([0-9]{1,15})\\s*([A-Za-z]*).*");

    private Texts() {}

    static Optional<String> addressComplaint(String text) {
        Matcher form = ADDRESS.matcher(text);
        if (!form.matches()) {
            return Optional.of("is no host:port");
        }
        return Integer.parseInt(form.group(2)) > 65_535
                ? Optional.of("has port " + form.group(2) + ", the highest is 65535")
                : Optional.empty();
    }

    static Optional<String> uriComplaint(String text, List<String> schemes) {
        try {
            URI uri = new URI(text);
            if (uri.getScheme() == null || !schemes.contains(uri.getScheme())) {
                return Optional.of("must begin with " + String.join(":// or ", schemes) + "://");
            }
            if (uri.getHost() == null) {
                return Optional.of("names no host");
            }
            return uri.getUserInfo() == null
                    ? Optional.empty()
                    : Optional.of("must not carry a user or password; there are keys for them");
        } catch (URISyntaxException e) {
            return Optional.of("is no URI: " + e.getReason());
        }
    }

    static Optional<String> topicComplaint(String text) {
        try {
            TopicPattern.of(text);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of("is no topic: " + e.getMessage());
        }
    }

    static Optional<Duration> span(String text) {
        Matcher form = SPAN.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        long count = Long.parseLong(form.group(1));
        return Optional.of(
                switch (form.group(2)) {
                    case "ms" -> Duration.ofMillis(count);
                    case "s" -> Duration.ofSeconds(count);
                    case "m" -> Duration.ofMinutes(count);
                    case "h" -> Duration.ofHours(count);
                    default -> Duration.ofSeconds(Math.multiplyExact(count, 86_400L));
                });
    }

    /** The size as a configuration writes it, exactly. */
    static String size(ByteSize size) {
        long bytes = size.bytes();
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        int unit = 0;
        while (bytes > 0 && bytes % 1024 == 0 && unit < units.length - 1) {
            bytes /= 1024;
            unit++;
        }
        return bytes + units[unit];
    }

    /** What was meant by a text that is no length of time: {@code 5 sec} is {@code 5s}. Empty when nobody can tell. */
    static String spanGuess(String text) {
        Matcher form = NEARLY_SPAN.matcher(text.strip());
        if (!form.matches()) {
            return "";
        }
        String unit = form.group(2).toLowerCase(Locale.ROOT);
        String meant = unit.startsWith("ms") || unit.startsWith("milli")
                ? "ms"
                : unit.startsWith("m") ? "m" : unit.startsWith("h") ? "h" : unit.startsWith("d") ? "d" : "s";
        return form.group(1) + meant;
    }

    /** What was meant by a text that is no size: {@code 64mb} is {@code 64MB}. Empty when nobody can tell. */
    static String sizeGuess(String text) {
        Matcher form = NEARLY_SIZE.matcher(text.strip());
        if (!form.matches()) {
            return "";
        }
        String meant = switch (form.group(2).toLowerCase(Locale.ROOT)) {
            case "b", "byte", "bytes" -> "B";
            case "k", "kb", "kib" -> "KiB";
            case "mb" -> "MB";
            case "g", "gb", "gib" -> "GiB";
            default -> "MiB";
        };
        return form.group(1) + meant;
    }
}
