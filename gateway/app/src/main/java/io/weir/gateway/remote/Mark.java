package io.weir.gateway.remote;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How far an operator's documents were taken: nothing at or below it is taken again.
 *
 * @param document hash of the bytes that came with this revision; empty when none ever came
 * @param attempts how often a switch to it was begun, none of which came to an outcome
 * @param outcome {@code applied}, {@code rejected} ...; empty as long as nothing is recorded
 * @param failed hash of the configuration that failed last; empty when none did
 * @param failedEpoch the epoch in which it did; a new epoch may try again
 */
record Mark(Revision revision, String document, int attempts, String outcome, String failed, long failedEpoch) {

    static final Mark NONE = new Mark(Revision.NONE, "", 0, "", "", 0);

    boolean hasOutcome() {
        return !outcome.isEmpty();
    }

    boolean hasFailed(long epoch, String hash) {
        return failed.equals(hash) && failedEpoch == epoch;
    }

    /** A document of a higher revision is taken up, or the same again after a crash. */
    Mark begun(Revision next, String nextDocument) {
        int before = next.equals(revision) ? attempts : 0;
        return new Mark(next, nextDocument, before + 1, "", failed, failedEpoch);
    }

    Mark recorded(String newOutcome) {
        return new Mark(revision, document, 0, newOutcome, failed, failedEpoch);
    }

    /** As if its outcome had not been recorded: its document may be taken again. */
    Mark reopened() {
        return new Mark(revision, document, attempts, "", failed, failedEpoch);
    }

    Mark failedWith(String hash) {
        return new Mark(revision, document, attempts, outcome, hash, revision.epoch());
    }

    Map<String, Object> toTree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("epoch", revision.epoch());
        tree.put("rev", revision.rev());
        tree.put("document", document);
        tree.put("attempts", attempts);
        tree.put("outcome", outcome);
        tree.put("failed", failed);
        tree.put("failed-epoch", failedEpoch);
        return tree;
    }
}
