package io.weir.buffer;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The one rewriting that a turn of the {@link Cleaner} may begin, if none is going on. Called under the log's upkeep lock. */
final class Chance {
    /** More tiny segments than this are merged. */
    private static final int MOST_TINY = 16;

    private final Parts parts;
    private final Quota quota;
    private final Rewriter rewriter;
    private final Worth worth;
    private boolean open;
    private boolean taken;
    private boolean pressing;

    /** {@code open}: whether a rewriting may begin at all. */
    Chance(Parts parts, Quota quota, Rewriter rewriter, Worth worth, boolean open) {
        this.parts = parts;
        this.quota = quota;
        this.rewriter = rewriter;
        this.worth = worth;
        this.open = open;
    }

    /** A rewriting has begun, or would have begun if it might: for anything that it changes it is too early. */
    boolean isTaken() {
        return taken;
    }

    /** Room is needed: what was delivered is not spared, and damaged segments are not. */
    void press() {
        pressing = true;
    }

    boolean isFit(Segment segment) {
        return rewriter.isFit(segment, pressing);
    }

    /** Rewrites the run that gives most for what must be copied, if it gives at least as much as that. */
    void reclaim() throws IOException {
        List<Segment> best = runs().best(pressing, false);
        if (best.isEmpty() && pressing) {
            best = runs().best(true, true);
        }
        if (!best.isEmpty()) {
            take(best, Map.of(), Set.of());
        }
    }

    /** Many tiny segments become one. */
    void mergeTiny() throws IOException {
        List<Segment> run = runs().tiny(MOST_TINY);
        if (!run.isEmpty()) {
            take(run, Map.of(), Set.of());
        }
    }

    private Runs runs() {
        List<Segment> complete = parts.store().catalog().complete();
        return new Runs(complete, worth, this::isFit, quota, parts.config().segmentSizeBytes());
    }

    void thin(Segment segment, Set<Integer> streams) throws IOException {
        take(List.of(segment), Map.of(), streams);
    }

    /** Of this segment, entries of these streams. */
    void giveUp(Segment segment, Set<Integer> streams, Expiry reason) throws IOException {
        Map<Integer, Expiry> givenUp = new TreeMap<>();
        streams.forEach(stream -> givenUp.put(stream, reason));
        take(List.of(segment), givenUp, Set.of());
    }

    /** Drops in any case what nobody needs. */
    private void take(List<Segment> run, Map<Integer, Expiry> givenUp, Set<Integer> thinned) throws IOException {
        long most = run.stream().mapToLong(Worth::dataBytes).sum();
        if (!run.stream().allMatch(this::isFit) || !quota.fitsAside(most)) {
            return;
        }
        taken = true;
        if (open) {
            int level = run.get(0).origin().level() + (thinned.isEmpty() ? 0 : 1);
            rewriter.begin(run, worth.choice(run, givenUp, thinned, level, pressing), pressing);
            open = false;
        }
    }
}
