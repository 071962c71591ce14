package io.weir.device.mqtt;

import io.weir.device.TopicPattern;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What one connected user may publish. Event loop only: it remembers the answers. */
final class TopicRules {

    private static final int REMEMBERED = 256;

    private final List<TopicPattern> allowed;
    private final Map<String, Boolean> answers = new HashMap<>();

    private TopicRules(List<TopicPattern> allowed) {
        this.allowed = allowed;
    }

    static TopicRules everything() {
        return new TopicRules(List.of());
    }

    /** Only these; every topic when there are none. */
    static TopicRules only(List<TopicPattern> allowed) {
        return new TopicRules(List.copyOf(allowed));
    }

    boolean allow(String topic) {
        if (allowed.isEmpty()) {
            return true;
        }
        Boolean known = answers.get(topic);
        if (known != null) {
            return known;
        }
        if (answers.size() >= REMEMBERED) {
            answers.clear();
        }
        boolean answer =
                allowed.stream().anyMatch(pattern -> pattern.match(topic).isPresent());
        answers.put(topic, answer);
        return answer;
    }
}
