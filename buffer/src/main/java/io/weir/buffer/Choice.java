package io.weir.buffer;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a rewriting keeps.
 *
 * @param deadBelow entries of a stream below this offset are needed by nobody; streams that are not named are needed
 * @param givenUp streams whose entries go although somebody may need them, and why
 * @param ownedFrom entries of a stream from this offset on are never given up; streams that are not named are the owner's altogether
 * @param thinned streams to be condensed
 * @param level how often the result will have been thinned
 */
record Choice(
        Map<Integer, Long> deadBelow,
        Map<Integer, Expiry> givenUp,
        Map<Integer, Long> ownedFrom,
        Set<Integer> thinned,
        int level) {
    /** Why an entry goes; empty if it is kept or thinned. */
    Optional<Expiry> verdict(int stream, long offset) {
        if (offset < deadBelow.getOrDefault(stream, 0L)) {
            return Optional.of(Expiry.RECLAIMED);
        }
        return offset < ownedFrom.getOrDefault(stream, 0L)
                ? Optional.ofNullable(givenUp.get(stream))
                : Optional.empty();
    }
}
