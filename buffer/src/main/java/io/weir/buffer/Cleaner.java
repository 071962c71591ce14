package io.weir.buffer;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/**
 * Decides what may go, and in which way: the one place for reclaiming, retention, priorities and thinning. In this order:
 *
 * <ol>
 *   <li>whole segments that nobody needs and that are past {@code keepDelivered}, and what is older than {@code maxAge};
 *   <li>many tiny segments become one;
 *   <li>from half of the quota on, within a share of what is appended: segments of which at least half is dead, and in which
 *       nothing more is about to die, are rewritten;
 *   <li>when room is needed: the same without sparing anything that was delivered, then by {@link WhenFull} thinning,
 *       lowest level and oldest first, then giving up, lowest priority and oldest first.
 * </ol>
 *
 * Below half of the quota nothing is rewritten but tiny segments, because flash wears. Called under the log's upkeep lock.
 */
final class Cleaner {
    /** What is less than this part of a segment is not worth a rewriting: it goes with the rest, later. */
    private static final int LEAST_DROPPED = 32;

    /** Rewriting may write one byte for so many appended, unless the quota presses. */
    private static final int APPENDED_PER_REWRITTEN = 4;

    private final Parts parts;
    private final Quota quota;
    private final Exchange exchange;
    private final Rewriter rewriter;
    private final LongSupplier appendedBytes;
    private final Thinner thinner;
    private volatile boolean wantsCheckpoint;

    Cleaner(Parts parts, Quota quota, Exchange exchange, Rewriter rewriter) {
        this.parts = parts;
        this.quota = quota;
        this.exchange = exchange;
        this.rewriter = rewriter;
        this.thinner = new Thinner(parts.config().retain());
        this.appendedBytes = parts.store()::appendedBytes;
    }

    /** Whether room could be made if the owner needed less. */
    boolean wantsCheckpoint() {
        return wantsCheckpoint;
    }

    /** What costs next to nothing: whole segments go, if that makes this much room. */
    void makeRoom(long bytes) throws IOException {
        new Turn(false).makeRoom(bytes);
        exchange.unlink();
    }

    /** Everything that is due; makes this much room, and at most begins one rewriting. */
    void clean(long roomBytes) throws IOException {
        Turn turn = new Turn(!rewriter.isBusy());
        turn.removeUnneeded();
        turn.removeOld();
        turn.makeRoom(roomBytes);
        if (!turn.chance.isTaken()) {
            turn.chance.mergeTiny();
        }
        if (!turn.chance.isTaken() && quota.isHalfUsed() && isWithinBudget()) {
            turn.chance.reclaim();
        }
        wantsCheckpoint = turn.blocked;
        exchange.unlink();
    }

    private boolean isWithinBudget() {
        long allowed = appendedBytes.getAsLong() / APPENDED_PER_REWRITTEN
                + parts.config().segmentSizeBytes();
        return rewriter.writtenBytes() < allowed;
    }

    void rewritten(Rewriter.Done done) {
        thinner.rewritten(done);
    }

    /** One look at the log. */
    private final class Turn {
        private final Worth worth = new Worth(parts);
        private final Chance chance;
        /** The owner stands in the way. */
        private boolean blocked;

        Turn(boolean mayRewrite) {
            chance = new Chance(parts, quota, rewriter, worth, mayRewrite);
        }

        private List<Segment> complete() {
            return parts.store().catalog().complete();
        }

        /** Oldest first: when it is the turn of one, what cursors had to pass before it is gone. */
        void removeUnneeded() {
            for (Segment segment : complete()) {
                if (isUnneeded(segment) && worth.isPastKeeping(segment)) {
                    remove(segment);
                }
            }
        }

        private boolean isUnneeded(Segment segment) {
            return !worth.isOwned(segment) && !worth.isAwaited(segment);
        }

        /** Nothing that is there is needed; but what was given up of it may have to be passed first. */
        private void remove(Segment segment) {
            boolean passed = parts.cursors().accounts().stream().noneMatch(account -> account.awaits(segment));
            if (passed) {
                exchange.remove(segment);
            } else if (exchange.behind(segment).isEmpty()) {
                exchange.expire(segment, Expiry.RECLAIMED);
            }
        }

        void removeOld() throws IOException {
            for (Segment segment : complete()) {
                if (worth.isTooOld(segment)) {
                    if (worth.isOwned(segment)) {
                        blocked = true;
                    } else if (worth.isAwaited(segment)) {
                        giveUp(segment, Expiry.MAX_AGE);
                    } else {
                        remove(segment);
                    }
                }
            }
        }

        /** All of it, at once or, if a cursor has something older to pass, by leaving word of it. */
        private void giveUp(Segment segment, Expiry reason) throws IOException {
            if (exchange.behind(segment).isEmpty()) {
                exchange.expire(segment, reason);
                return;
            }
            chance.giveUp(segment, segment.extent().counts().keySet(), reason);
        }

        void makeRoom(long bytes) throws IOException {
            if (!makesRoomAtOnce(bytes)) {
                chance.press();
                chance.reclaim();
                if (!chance.isTaken()) {
                    giveUp(bytes);
                }
            }
        }

        /** With whole files that nobody needs. */
        private boolean makesRoomAtOnce(long bytes) throws IOException {
            boolean more = true;
            while (!quota.willFit(bytes) && more) {
                more = parts.unreadable().deleteOldest();
            }
            for (Segment segment : complete()) {
                if (quota.willFit(bytes)) {
                    return true;
                }
                if (isUnneeded(segment)) {
                    remove(segment);
                }
            }
            return quota.willFit(bytes);
        }

        private void giveUp(long bytes) throws IOException {
            switch (parts.config().whenFull()) {
                case REJECT -> blocked |= isHeldByOwnerOnly();
                case DROP_OLDEST -> dropOldest(bytes);
                case THIN -> {
                    if (!thin()) {
                        dropOldest(bytes);
                    }
                }
            }
        }

        private boolean isHeldByOwnerOnly() {
            return complete().stream().anyMatch(segment -> worth.isOwned(segment) && !worth.isAwaited(segment));
        }

        /** Lowest level first, oldest first. True also if a rewriting is needed that may not begin now. */
        private boolean thin() throws IOException {
            List<Segment> candidates =
                    thinner.inOrder(complete().stream().filter(chance::isFit).toList());
            for (Segment segment : candidates) {
                chance.thin(segment, thinner.streams(segment));
                if (chance.isTaken()) {
                    return true;
                }
            }
            return false;
        }

        /** Lowest priority first, oldest first. */
        private void dropOldest(long bytes) throws IOException {
            Set<Integer> priorities = new TreeSet<>();
            complete()
                    .forEach(segment -> segment.extent()
                            .counts()
                            .keySet()
                            .forEach(stream ->
                                    priorities.add(parts.config().retain().priority(stream))));
            for (int priority : priorities) {
                for (Segment segment : complete()) {
                    if (quota.willFit(bytes) || !drop(segment, priority)) {
                        return;
                    }
                }
            }
        }

        /** Streams up to this priority. False if nothing more may be dropped now. */
        private boolean drop(Segment segment, int priority) throws IOException {
            Set<Integer> going = new TreeSet<>();
            boolean othersStay = false;
            for (int stream : segment.extent().counts().keySet()) {
                if (worth.isAwaited(segment, stream)) {
                    if (parts.config().retain().priority(stream) <= priority) {
                        going.add(stream);
                    } else {
                        othersStay = true;
                    }
                }
            }
            if (going.isEmpty()) {
                return true;
            }
            if (worth.isOwned(segment)) {
                blocked = true;
                return false;
            }
            if (!othersStay) {
                giveUp(segment, Expiry.MAX_SIZE);
            } else if (Worth.isAtLeast(LEAST_DROPPED, going, segment)) {
                chance.giveUp(segment, going, Expiry.MAX_SIZE);
            }
            return !chance.isTaken();
        }
    }
}
