package io.weir.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A topic or path with captures: {@code sensors/{device}/{metric}}. A level is literal text, a capture, or {@code +} (any
 * one level); {@code #} as the last level matches the rest. Immutable.
 */
public final class TopicPattern {

    /**
     * What a pattern captured.
     *
     * @param device empty when the pattern captures none
     * @param metric empty when the pattern captures none
     */
    public record Captures(String device, String metric) {
        public static final Captures NONE = new Captures("", "");
    }

    private static final String DEVICE = "{device}";
    private static final String METRIC = "{metric}";

    private final String text;
    private final List<String> levels;

    private TopicPattern(String text, List<String> levels) {
        this.text = text;
        this.levels = levels;
    }

    /**
     * The pattern that the text writes down.
     *
     * @throws IllegalArgumentException with a message for the operator when the text is no pattern
     */
    public static TopicPattern of(String text) {
        List<String> levels = split(text);
        if (text.isEmpty() || text.length() > 1024) {
            throw new IllegalArgumentException("a topic has 1 to 1024 characters, this one " + text.length());
        }
        for (int i = 0; i < levels.size(); i++) {
            checkLevel(levels.get(i), i == levels.size() - 1);
        }
        for (String capture : List.of(DEVICE, METRIC)) {
            if (levels.indexOf(capture) != levels.lastIndexOf(capture)) {
                throw new IllegalArgumentException(capture + " may stand only once in \"" + text + "\"");
            }
        }
        return new TopicPattern(text, List.copyOf(levels));
    }

    private static void checkLevel(String level, boolean last) {
        boolean capture = level.equals(DEVICE) || level.equals(METRIC);
        if (!capture && (level.indexOf('{') >= 0 || level.indexOf('}') >= 0)) {
            throw new IllegalArgumentException(
                    "\"" + level + "\" is no capture; a whole level can be {device} or {metric}");
        }
        if (level.indexOf('+') >= 0 && level.length() > 1 || level.indexOf('#') >= 0 && !(last && level.equals("#"))) {
            throw new IllegalArgumentException("\"" + level + "\": + stands for a whole level, # for all last ones");
        }
    }

    /** The MQTT topic filter that covers this pattern. */
    public String filter() {
        return text.replace(DEVICE, "+").replace(METRIC, "+");
    }

    /** What the topic gives, or nothing when it does not match. Never matches a topic of {@code $SYS} by a wildcard. */
    public Optional<Captures> match(String topic) {
        List<String> parts = split(topic);
        String device = "";
        String metric = "";
        for (int i = 0; i < levels.size(); i++) {
            String level = levels.get(i);
            if (level.equals("#")) {
                return startsHidden(topic, i) ? Optional.empty() : Optional.of(new Captures(device, metric));
            }
            if (i >= parts.size()) {
                return Optional.empty();
            }
            String part = parts.get(i);
            switch (level) {
                case DEVICE -> device = part;
                case METRIC -> metric = part;
                case "+" -> {}
                default -> {
                    if (!level.equals(part)) {
                        return Optional.empty();
                    }
                    continue;
                }
            }
            if (startsHidden(topic, i) || part.isEmpty() && !level.equals("+")) {
                return Optional.empty();
            }
        }
        return parts.size() == levels.size() ? Optional.of(new Captures(device, metric)) : Optional.empty();
    }

    private static boolean startsHidden(String topic, int level) {
        return level == 0 && topic.startsWith("$");
    }

    private static List<String> split(String topic) {
        List<String> parts = new ArrayList<>(4);
        int from = 0;
        for (int slash = topic.indexOf('/'); slash >= 0; slash = topic.indexOf('/', from)) {
            parts.add(topic.substring(from, slash));
            from = slash + 1;
        }
        parts.add(topic.substring(from));
        return parts;
    }

    @Override
    public String toString() {
        return text;
    }
}
