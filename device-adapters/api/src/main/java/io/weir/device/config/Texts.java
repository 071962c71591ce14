package io.weir.device.config;

import io.weir.device.TopicPattern;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rules of single words. */
final class Texts {

    private static final Pattern ADDRESS = Pattern.compile("(\\[[0-9A-Fa-f:.%]+]|[A-Za-z0-9._-]+):(\\d{1,5})");
    private static final Pattern SPAN = Pattern.compile("(\\d{1,12})(ms|s|m|h|d)");

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
}
