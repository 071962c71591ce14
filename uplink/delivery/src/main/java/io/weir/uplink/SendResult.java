package io.weir.uplink;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What became of a batch. Reasons are for the operator and never hold a payload or a secret. */
public sealed interface SendResult {

    /** The destination has taken all of it. */
    record Accepted() implements SendResult {}

    /**
     * Nothing is known to have been taken; the same batch is sent again.
     *
     * @param after the destination asked for at least this much quiet
     */
    record Retry(String reason, Optional<Duration> after) implements SendResult {}

    /**
     * Each record has its own fate. Records in neither set are sent again, after a while; until then they hold back later
     * records of their stream and device, and no others.
     *
     * @param accepted indexes of records that the destination has taken
     * @param refused indexes of records that it will never take, with the reason: they become dead letters
     * @param reason why the rest was not taken; empty when there is no rest
     */
    record Partial(Set<Integer> accepted, Map<Integer, String> refused, String reason) implements SendResult {
        public Partial {
            accepted = Set.copyOf(accepted);
            refused = Map.copyOf(refused);
        }
    }

    /**
     * The destination will never take this batch as it is. The uplink finds the record at fault by sending smaller ones; a
     * batch of one that is refused is a dead letter.
     */
    record Refused(String reason) implements SendResult {}

    static SendResult accepted() {
        return new Accepted();
    }

    static SendResult retry(String reason) {
        return new Retry(reason, Optional.empty());
    }

    static SendResult retry(String reason, Duration after) {
        return new Retry(reason, Optional.of(after));
    }

    static SendResult refused(String reason) {
        return new Refused(reason);
    }
}
