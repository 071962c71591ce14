package io.weir.buffer;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Decides which segments may go and lets them go (FORMAT.md, Delete). Called under the log's upkeep lock, under which
 * cursors are made, too.
 */
final class Retention {
    private final Parts parts;
    private final Quota quota;
    private final Exchange exchange;
    private volatile boolean wantsCheckpoint;

    Retention(Parts parts, Quota quota, Exchange exchange) {
        this.parts = parts;
        this.quota = quota;
        this.exchange = exchange;
    }

    /** Whether room could be made if the owner needed less. */
    boolean wantsCheckpoint() {
        return wantsCheckpoint;
    }

    /** Removes what nobody needs and what is too old, and makes this much room. */
    void apply(long roomBytes) throws IOException {
        long now = parts.config().clock().millis();
        boolean blocked = false;
        for (Segment segment : sealed()) {
            boolean delivered = parts.cursors().accounts().stream().noneMatch(account -> account.needs(segment));
            boolean retained = isRetained(segment);
            long newest = segment.extent().newestMillis();
            if (!retained
                    && delivered
                    && newest + parts.config().keepDelivered().toMillis() <= now) {
                remove(segment, Optional.empty());
            } else if (newest + parts.config().maxAge().toMillis() < now) {
                blocked |= retained;
                if (!retained) {
                    remove(segment, Optional.of(Expiry.MAX_AGE));
                }
            }
        }
        boolean made = makeRoom(roomBytes);
        wantsCheckpoint = blocked || !made;
        exchange.unlink();
    }

    /** False if only the owner stands in the way. */
    private boolean makeRoom(long bytes) throws IOException {
        boolean gone = true;
        while (!quota.fits(bytes) && gone) {
            gone = parts.unreadable().deleteOldest();
        }
        for (Segment segment : sealed()) {
            if (quota.fits(bytes)) {
                return true;
            }
            boolean delivered = parts.cursors().accounts().stream().noneMatch(account -> account.needs(segment));
            if (isRetained(segment)) {
                if (delivered || parts.config().whenFull() == WhenFull.DROP_OLDEST) {
                    return false;
                }
            } else if (delivered) {
                remove(segment, Optional.empty());
            } else if (parts.config().whenFull() == WhenFull.DROP_OLDEST) {
                remove(segment, Optional.of(Expiry.MAX_SIZE));
            }
        }
        return true;
    }

    private List<Segment> sealed() {
        return parts.store().catalog().segments().stream()
                .filter(Segment::isComplete)
                .toList();
    }

    private boolean isRetained(Segment segment) {
        return segment.extent().counts().keySet().stream()
                .anyMatch(stream -> parts.config().retain().needed(stream).value() < segment.end());
    }

    private void remove(Segment segment, Optional<Expiry> reason) {
        if (reason.isPresent()) {
            exchange.expire(segment, reason.get());
        } else {
            exchange.remove(segment);
        }
    }
}
