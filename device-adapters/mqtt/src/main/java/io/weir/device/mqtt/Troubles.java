package io.weir.device.mqtt;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What went wrong lately, for the log (each kind at most once a minute, with how often it came) and for the status. Any thread.
 */
final class Troubles {

    /** One line a minute each. */
    enum Kind {
        TOO_LARGE,
        VIOLATION,
        REFUSED,
        LOGIN,
        USERS_FILE,
        SESSIONS,
        OWN_FAULT
    }

    private static final Logger log = LoggerFactory.getLogger(Troubles.class);
    private static final int SHOWN = 5;
    private static final Duration QUIET = Duration.ofMinutes(1);
    private static final Duration RECENT = Duration.ofMinutes(10);

    private record Trouble(Instant at, String words) {}

    private static final class Count {
        private Instant loggedAt = Instant.MIN;
        private long unlogged;
    }

    private final String adapter;
    private final Clock clock;
    private final Map<Kind, Count> counts = new EnumMap<>(Kind.class);
    private final Deque<Trouble> newest = new ArrayDeque<>();

    Troubles(String adapter, Clock clock) {
        this.adapter = adapter;
        this.clock = clock;
    }

    synchronized void note(Kind kind, String words) {
        Instant now = clock.instant();
        Count count = counts.computeIfAbsent(kind, unseen -> new Count());
        count.unlogged++;
        if (now.isBefore(count.loggedAt.plus(count.loggedAt.equals(Instant.MIN) ? Duration.ZERO : QUIET))) {
            return;
        }
        log.warn("MQTT endpoint trouble: {} adapter={} times={}", words, adapter, count.unlogged);
        count.loggedAt = now;
        count.unlogged = 0;
        newest.addFirst(new Trouble(now, words));
        if (newest.size() > SHOWN) {
            newest.removeLast();
        }
    }

    synchronized List<String> recent() {
        Instant oldest = clock.instant().minus(RECENT);
        return newest.stream()
                .filter(trouble -> trouble.at().isAfter(oldest))
                .map(trouble -> trouble.at() + " " + trouble.words())
                .toList();
    }
}
