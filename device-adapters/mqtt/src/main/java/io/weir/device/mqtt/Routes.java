package io.weir.device.mqtt;

import io.weir.device.Arrival.Content;
import io.weir.device.Decoder;
import io.weir.device.Reading;
import io.weir.device.TopicPattern;
import io.weir.device.TopicPattern.Captures;
import io.weir.device.UndecodableException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which decoder takes a topic: the first pattern that matches. Remembers the topics it has seen, because devices repeat
 * theirs. Used by one thread at a time.
 */
final class Routes {

    /** A topic pattern and what decodes its messages. */
    record Rule(TopicPattern pattern, Decoder decoder) {}

    private record Route(Decoder decoder, Captures captures) {}

    private static final int REMEMBERED = 4096;
    private static final int SHOWN = 100;

    private final List<Rule> rules;
    private final Map<String, Optional<Route>> seen = new HashMap<>();

    Routes(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    /** What the payload gives; it is read, not kept. */
    Content content(String topic, ByteBuffer payload, long arrivalMillis) {
        Optional<Route> route = route(topic);
        if (route.isEmpty()) {
            return new Content.Rejected("no-topic", "no topic of this adapter matches " + shown(topic));
        }
        try {
            List<Reading> readings =
                    route.get().decoder().decode(payload, route.get().captures(), arrivalMillis);
            return new Content.Decoded(readings);
        } catch (UndecodableException e) {
            return new Content.Rejected("undecodable", "topic " + shown(topic) + ": " + e.getMessage());
        }
    }

    private Optional<Route> route(String topic) {
        Optional<Route> known = seen.get(topic);
        if (known != null) {
            return known;
        }
        if (seen.size() >= REMEMBERED) {
            seen.clear();
        }
        Optional<Route> found = search(topic);
        seen.put(topic, found);
        return found;
    }

    private Optional<Route> search(String topic) {
        for (Rule rule : rules) {
            Optional<Captures> captures = rule.pattern().match(topic);
            if (captures.isPresent()) {
                return Optional.of(new Route(rule.decoder(), captures.get()));
            }
        }
        return Optional.empty();
    }

    /** A topic as it may stand in the log: short, without control characters. */
    static String shown(String topic) {
        StringBuilder text = new StringBuilder("\"");
        topic.codePoints().limit(SHOWN).forEach(c -> text.appendCodePoint(Character.isISOControl(c) ? '?' : c));
        return text.append(topic.length() > SHOWN ? "…\"" : "\"").toString();
    }
}
