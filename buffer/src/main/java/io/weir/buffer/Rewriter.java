package io.weir.buffer;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out rewritings, one at a time: begun and exchanged under the log's upkeep lock, worked on without it. All calls
 * come from whoever holds the monitor of the log's cleaning.
 */
final class Rewriter {
    private static final Logger log = LoggerFactory.getLogger(Rewriter.class);

    private final Parts parts;
    private final Exchange exchange;
    /** Rewritten only at need: what the disk does not give now it may give a human. */
    private final Set<Long> damaged = new HashSet<>();

    private final Set<Long> unfit = new HashSet<>();
    private Optional<Rewriting> job = Optional.empty();
    private boolean copied;
    private long writtenBytes;

    Rewriter(Parts parts, Exchange exchange) {
        this.parts = parts;
        this.exchange = exchange;
    }

    boolean isBusy() {
        return job.isPresent();
    }

    /** Of the file that is being made. */
    Set<Long> generations() {
        return job.map(rewriting -> Set.of(rewriting.generation())).orElse(Set.of());
    }

    /** Whether the segment can be rewritten; without need only if it is whole, and in its place. */
    boolean isFit(Segment segment, boolean atNeed) {
        boolean sound = !damaged.contains(segment.generation())
                && parts.layout().log().equals(segment.file().getParent());
        return segment.isComplete() && !unfit.contains(segment.generation()) && (sound || atNeed);
    }

    /** What rewritings have written since the log was opened. */
    long writtenBytes() {
        return writtenBytes;
    }

    /** {@code atNeed}: what cannot be read of the sources is given up. */
    void begin(List<Segment> sources, Choice choice, boolean atNeed) throws IOException {
        SegmentWriter to = SegmentWriter.aside(
                parts.disk(), parts.layout().log(), parts.spare().claim());
        copied = false;
        job = Optional.of(
                new Rewriting(parts.store(), parts.disk(), parts.config().retain(), sources, choice, atNeed, to));
    }

    /** One slice, without the upkeep lock. */
    void work() throws IOException {
        Optional<Rewriting> working = job;
        Rewriting rewriting = working.orElseThrow();
        long before = rewriting.writtenBytes();
        job = Optional.empty(); // whatever is thrown: what was read may not have been taken, and nobody may go on
        // with it
        try {
            copied = copied || !rewriting.step();
            writtenBytes += rewriting.writtenBytes() - before;
            job = working;
        } catch (Rewriting.DamagedException e) {
            damaged.add(e.generation());
            log.warn("A damaged segment is cleaned only when its room is needed cause={}", e.getMessage());
            rewriting.close();
        } catch (RuntimeException | Error e) {
            giveUpForGood(rewriting); // do not fail for ever
            throw e;
        } catch (IOException e) {
            rewriting.close();
            throw e;
        }
    }

    /** A rewriting that has taken effect. */
    record Done(List<Segment> old, Segment by) {}

    /** If all is copied: puts the replacement in place, under the upkeep lock. */
    Optional<Done> exchange() throws IOException {
        if (job.isEmpty() || !copied) {
            return Optional.empty();
        }
        Rewriting rewriting = job.get();
        job = Optional.empty();
        List<Segment> old = rewriting.sources();
        if (!parts.store().catalog().segments().containsAll(old)) {
            rewriting.close(); // a removal was faster
            return Optional.empty();
        }
        if (!rewriting.fitsHeader()) {
            giveUpForGood(rewriting);
            return Optional.empty();
        }
        Segment by = finish(rewriting);
        rewriting.missing().tell(this::note);
        exchange.replace(old, by, rewriting.givenUp());
        exchange.unlink();
        return Optional.of(new Done(old, by));
    }

    /** Counts what a segment was found to have lost. */
    void note(Segment segment, List<Ranges.Range> lost, Map<Integer, Long> counts) {
        if (parts.chronicle().verified(segment, lost, counts)) {
            log.error(
                    "The disk has lost records segment={} lost={} entries={}",
                    segment.file().getFileName(),
                    lost,
                    counts);
        }
    }

    private void giveUpForGood(Rewriting rewriting) throws IOException {
        rewriting.sources().forEach(segment -> unfit.add(segment.generation()));
        rewriting.close();
    }

    private Segment finish(Rewriting rewriting) throws IOException {
        try {
            return rewriting.finish(parts.config().clock().millis());
        } catch (IOException | RuntimeException | Error e) {
            parts.chronicle().discard(rewriting.generation()); // it may have its name already
            rewriting.close();
            throw e;
        }
    }

    /** Nothing of a rewriting that is not exchanged counts. */
    void giveUp() throws IOException {
        if (job.isPresent()) {
            Rewriting rewriting = job.get();
            job = Optional.empty();
            rewriting.close();
        }
    }
}
