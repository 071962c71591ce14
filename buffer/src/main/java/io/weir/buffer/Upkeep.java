package io.weir.buffer;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything slow beside appending and reading: preparing the next segment, sealing, writing the state down,
 * cleaning, verifying what was found damaged. Its monitor is the log's upkeep lock; whoever takes it may have to wait
 * for the disk. Rewritings are made with the monitor of the {@link Rewriter} held, which is taken first, and mostly
 * without the upkeep lock: nobody who appends or reads waits for one.
 */
final class Upkeep implements Appender.Sealing {
    private static final Logger log = LoggerFactory.getLogger(Upkeep.class);

    private final Parts parts;
    private final Quota quota;
    private final Cleaner cleaner;
    private final Rewriter rewriter;
    private final Inventory inventory;
    private final Queue<Full> full = new ConcurrentLinkedQueue<>();
    /** The most that somebody has asked for in vain. */
    private final AtomicLong wishedBytes = new AtomicLong();

    private final Trouble trouble = new Trouble(log, "The log's upkeep");

    private record Full(SegmentWriter writer, Segment segment) {}

    Upkeep(Parts parts, Quota quota) {
        this.parts = parts;
        this.quota = quota;
        Exchange exchange = new Exchange(parts);
        this.rewriter = new Rewriter(parts, exchange);
        this.cleaner = new Cleaner(parts, quota, exchange, rewriter);
        this.inventory = new Inventory(parts);
    }

    boolean wantsCheckpoint() {
        return cleaner.wantsCheckpoint();
    }

    boolean hasSealing() {
        return !full.isEmpty();
    }

    /** One turn in the background; true if there is more to do at once. {@code retaining}: what nobody needs may go. */
    boolean turn(boolean retaining) {
        try {
            boolean more = retaining ? clean(this::routine) : routine();
            trouble.over();
            return more;
        } catch (IOException e) {
            trouble.happened(e);
            return isRelieved();
        }
    }

    /** On a full disk nothing can go before it is written down that it may. */
    private boolean isRelieved() {
        try {
            return parts.ballast().releaseIfFull();
        } catch (IOException e) {
            trouble.happened(e);
            return false;
        }
    }

    /** What is done in any case; never more to do. */
    private synchronized boolean routine() throws IOException {
        Attempts all = new Attempts();
        all.attempt(parts.spare()::prepare);
        all.attempt(this::lookAfter);
        all.attempt(this::tendBallast);
        all.attempt(this::saveIfDue);
        all.end();
        return false;
    }

    private void saveIfDue() throws IOException {
        long dueNanos = parts.config().cursorSync().toNanos();
        if (parts.state().isChanged() && parts.state().ageNanos() >= dueNanos) {
            parts.state().save();
        }
    }

    private synchronized boolean lookAfter() throws IOException {
        sealFull();
        verifyDamaged();
        quota.look();
        if (quota.isHalfUsed() || !quota.diskHas(quota.headroomBytes(0))) {
            parts.recycled().giveBack();
        }
        return false;
    }

    /** Counts what lies in the directory beside the log. */
    void lookAround() throws IOException {
        synchronized (rewriter) {
            Inventory.Ours ours;
            synchronized (this) {
                ours = inventory.ours(rewriter.generations());
            }
            inventory.look(ours);
        }
    }

    /** What is done before the cleaning. */
    @FunctionalInterface
    private interface Before {
        boolean run() throws IOException;
    }

    /** Cleans a bit: decides under the lock, copies without it, exchanges under it. True if something was rewritten. */
    private boolean clean(Before before) throws IOException {
        synchronized (rewriter) {
            Attempts all = new Attempts();
            if (inventory.isDue()) {
                all.attempt(this::lookAround);
            }
            synchronized (this) {
                all.attempt(before::run);
                all.attempt(() -> cleaner.clean(quota.headroomBytes(wishedBytes.get())));
                all.attempt(quota::look); // what went has left room
                all.end();
            }
            boolean busy = rewriter.isBusy();
            if (busy) {
                rewriter.work();
                synchronized (this) {
                    rewriter.exchange().ifPresent(done -> cleaner.rewritten(done));
                    quota.look();
                }
            }
            return busy;
        }
    }

    /** Everything that is due, now. */
    void tidy() throws IOException {
        lookAround();
        boolean more = true;
        while (more) {
            more = clean(this::lookAfter);
        }
        synchronized (this) {
            if (parts.state().isChanged()) {
                parts.state().save();
            }
        }
    }

    /** From now on there is to be room for so much at a time. */
    void wish(long bytes) {
        wishedBytes.accumulateAndGet(bytes, Math::max);
    }

    /** Lets go what may go at once before so many bytes are written, if they do not fit. */
    void makeRoom(long bytes) throws IOException {
        if (!quota.fits(bytes)) {
            synchronized (this) {
                parts.spare().giveBack();
                cleaner.makeRoom(Quota.costBytes(bytes));
            }
        }
    }

    /** Nothing of a rewriting that has begun counts. The background has ended. */
    void close() throws IOException {
        synchronized (rewriter) {
            rewriter.giveUp();
            sealFull();
        }
    }

    /** Rewrites these adjacent segments at once, without what nobody needs and what is to be given up. */
    void rewrite(List<Segment> sources, Map<Integer, Expiry> givenUp) throws IOException {
        int level = sources.get(0).origin().level();
        rewrite(sources, new Worth(parts).choice(sources, givenUp, Set.of(), level, false));
    }

    /** Rewrites these adjacent segments at once. */
    void rewrite(List<Segment> sources, Choice choice) throws IOException {
        synchronized (rewriter) {
            synchronized (this) {
                rewriter.begin(sources, choice, true);
                while (rewriter.isBusy()) {
                    rewriter.work();
                    rewriter.exchange();
                }
            }
        }
    }

    synchronized void sealFull() throws IOException {
        for (Full next = full.poll(); next != null; next = full.poll()) {
            GroupWriter.Stamp stamp = new GroupWriter.Stamp(
                    next.segment().first(), 0, parts.config().clock().millis());
            try {
                new GroupWriter().seal(next.writer(), next.segment(), stamp);
                Segment.Extent extent = next.segment().extent();
                next.segment().grow(extent.withLength(next.writer().lengthBytes()));
            } catch (IOException e) {
                giveUp(next.segment());
                throw e;
            } finally {
                parts.store().ended(next.writer());
                next.segment().leave();
            }
        }
    }

    private void verifyDamaged() throws IOException {
        for (Segment next = parts.store().nextDamaged();
                next != null;
                next = parts.store().nextDamaged()) {
            if (!next.isComplete() || !parts.store().catalog().contains(next)) {
                continue;
            }
            verify(next);
        }
    }

    private void verify(Segment segment) throws IOException {
        try (RawFile raw = parts.disk().open(segment.file(), false)) {
            SegmentScan.Finding finding = new SegmentScan(raw, segment.home()).against(raw, segment);
            rewriter.note(segment, finding.lost(), finding.lostCounts());
        } catch (NoSuchFileException e) {
            Tally kept = new Tally();
            segment.extent().counts().keySet().forEach(stream -> kept.set(stream, segment.kept(stream)));
            rewriter.note(segment, List.of(new Ranges.Range(segment.first(), segment.end())), kept.positive());
        } catch (IOException e) {
            parts.store().reportDamage(segment);
            throw e;
        }
    }

    private void tendBallast() throws IOException {
        Ballast ballast = parts.ballast();
        if (!ballast.isWhole() && quota.diskHas(2 * parts.config().ballastBytes())) {
            ballast.restore();
        }
    }

    @Override
    public void seal(SegmentWriter writer, Segment segment) {
        full.add(new Full(writer, segment));
    }

    @Override
    public void giveUp(Segment segment) {
        parts.chronicle().know(segment);
    }

    @Override
    public void discard(SegmentWriter writer) {
        parts.chronicle().discard(writer.home().generation()); // a power cut may bring a deleted file back
        try {
            parts.disk().delete(writer.file());
        } catch (IOException e) {
            parts.beside().leaves(writer.home().generation(), writer.lengthBytes());
            log.warn("Cannot delete an unused segment file={} cause={}", writer.file(), e.getMessage());
        }
    }
}
