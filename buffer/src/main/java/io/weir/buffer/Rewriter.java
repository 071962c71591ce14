package io.weir.buffer;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
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
    private final Set<Long> unfit = new HashSet<>();
    private Optional<Rewriting> job = Optional.empty();
    private boolean copied;
    private volatile long writtenBytes;

    Rewriter(Parts parts, Exchange exchange) {
        this.parts = parts;
        this.exchange = exchange;
    }

    boolean isBusy() {
        return job.isPresent();
    }

    /** Whether the segment can be rewritten: whole, and in its place. */
    boolean isFit(Segment segment) {
        return segment.isComplete()
                && !unfit.contains(segment.generation())
                && parts.layout().log().equals(segment.file().getParent());
    }

    /** What rewritings have written since the log was opened. */
    long writtenBytes() {
        return writtenBytes;
    }

    void begin(List<Segment> sources, Choice choice) throws IOException {
        SegmentWriter to = SegmentWriter.aside(
                parts.disk(), parts.layout().log(), parts.spare().claim());
        copied = false;
        job = Optional.of(new Rewriting(
                parts.store(), parts.disk(), parts.config().retain(), sources, choice, to));
    }

    /** One slice, without the upkeep lock. */
    void work() throws IOException {
        Rewriting rewriting = job.orElseThrow();
        long before = rewriting.writtenBytes();
        try {
            copied = copied || !rewriting.step();
            writtenBytes += rewriting.writtenBytes() - before;
        } catch (Rewriting.DamagedException e) {
            rewriting.sources().forEach(segment -> unfit.add(segment.generation()));
            log.warn("A damaged segment is not cleaned cause={}", e.getMessage());
            giveUp();
        } catch (IOException | RuntimeException e) {
            giveUp();
            throw e;
        }
    }

    /** If all is copied: puts the replacement in place, under the upkeep lock. */
    void exchange() throws IOException {
        if (job.isEmpty() || !copied) {
            return;
        }
        Rewriting rewriting = job.get();
        List<Segment> old = rewriting.sources();
        if (!parts.store().catalog().segments().containsAll(old)) {
            giveUp(); // retention was faster
            return;
        }
        try {
            Segment by = rewriting.finish(parts.config().clock().millis());
            exchange.replace(old, by, rewriting.givenUp());
            job = Optional.empty();
        } catch (IOException | RuntimeException e) {
            giveUp();
            throw e;
        }
        exchange.unlink();
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
