package io.weir.buffer;

import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything slow beside appending and reading: preparing the next segment, sealing, writing the state down,
 * retention, verifying what was found damaged. Its monitor is the log's upkeep lock; whoever takes it may have to wait
 * for the disk.
 */
final class Upkeep implements Appender.Sealing {
    private static final Logger log = LoggerFactory.getLogger(Upkeep.class);

    private final Parts parts;
    private final Quota quota;
    private final Retention retention;
    private final Queue<Full> full = new ConcurrentLinkedQueue<>();
    private final Trouble trouble = new Trouble(log, "The log's upkeep");

    private record Full(SegmentWriter writer, Segment segment) {}

    Upkeep(Parts parts, Quota quota) {
        this.parts = parts;
        this.quota = quota;
        this.retention = new Retention(parts, quota);
    }

    boolean wantsCheckpoint() {
        return retention.wantsCheckpoint();
    }

    boolean hasSealing() {
        return !full.isEmpty();
    }

    /** One turn in the background. {@code retaining}: what nobody needs may go. */
    synchronized void turn(boolean retaining) {
        try {
            parts.spare().prepare();
            sealFull();
            verifyDamaged();
            quota.look();
            tendBallast();
            if (retaining) {
                retention.apply(quota.headroomBytes());
            }
            long dueNanos = parts.config().cursorSync().toNanos();
            if (parts.state().isChanged() && parts.state().ageNanos() >= dueNanos) {
                parts.state().save();
            }
            trouble.over();
        } catch (IOException e) {
            trouble.happened(e);
        }
    }

    /** Everything that is due, now. */
    synchronized void tidy() throws IOException {
        sealFull();
        verifyDamaged();
        quota.look();
        retention.apply(quota.headroomBytes());
        if (parts.state().isChanged()) {
            parts.state().save();
        }
    }

    /** Lets retention run before so many bytes are written, if they do not fit. */
    void makeRoom(long bytes) throws IOException {
        if (!quota.fits(bytes)) {
            synchronized (this) {
                retention.apply(Quota.costBytes(bytes));
            }
        }
    }

    synchronized void sealFull() throws IOException {
        for (Full next = full.poll(); next != null; next = full.poll()) {
            GroupWriter.Stamp stamp = new GroupWriter.Stamp(
                    next.segment().first(), 0, parts.config().clock().millis());
            try {
                new GroupWriter().seal(next.writer(), next.segment(), stamp);
            } catch (IOException e) {
                giveUp(next.segment());
                throw e;
            } finally {
                parts.store().ended(next.writer());
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
            try (RawFile raw = parts.disk().open(next.file(), false)) {
                SegmentScan.Finding finding = new SegmentScan(raw, next.home()).against(raw, next);
                if (parts.chronicle().verified(next, finding.lost(), finding.lostCounts())) {
                    log.error(
                            "The disk has lost records segment={} lost={} entries={}",
                            next.file().getFileName(),
                            finding.lost(),
                            finding.lostCounts());
                }
            }
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
        try {
            parts.disk().delete(writer.file());
        } catch (IOException e) {
            log.warn("Cannot delete an unused segment file={} cause={}", writer.file(), e.getMessage());
        }
    }
}
