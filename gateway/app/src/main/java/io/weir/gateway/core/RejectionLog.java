package io.weir.gateway.core;

import io.weir.device.Arrival;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows the operator a sample of what is rejected, per adapter and reason at most once a minute. Core thread. */
final class RejectionLog {

    private static final Logger LOG = LoggerFactory.getLogger(RejectionLog.class);
    private static final Duration PACE = Duration.ofMinutes(1);
    private static final int MAX_KINDS = 1_000;

    private final Clock clock;
    private final Map<String, Kind> kinds = new HashMap<>();

    private static final class Kind {
        private long shownMillis = Long.MIN_VALUE / 2;
        private long silent;
    }

    RejectionLog(Clock clock) {
        this.clock = clock;
    }

    void note(String adapter, Arrival.Content.Rejected rejected) {
        if (kinds.size() >= MAX_KINDS) {
            kinds.clear();
        }
        Kind kind = kinds.computeIfAbsent(adapter + '/' + rejected.reason(), name -> new Kind());
        long now = clock.millis();
        if (Math.abs(now - kind.shownMillis) < PACE.toMillis()) {
            kind.silent++;
            return;
        }
        LOG.warn(
                "A message was rejected: {} adapter={} reason={} since-last-line={}",
                rejected.detail(),
                adapter,
                rejected.reason(),
                kind.silent);
        kind.shownMillis = now;
        kind.silent = 0;
    }
}
