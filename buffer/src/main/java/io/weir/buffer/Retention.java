package io.weir.buffer;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which segments may go and lets them go (FORMAT.md, Delete). Called under the log's upkeep lock, under which
 * cursors are made, too.
 */
final class Retention {
    private static final Logger log = LoggerFactory.getLogger(Retention.class);

    private final Parts parts;
    private final Quota quota;
    private volatile boolean wantsCheckpoint;

    Retention(Parts parts, Quota quota) {
        this.parts = parts;
        this.quota = quota;
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
        unlink();
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
        parts.state().together(() -> {
            reason.ifPresent(why -> expire(segment, why));
            parts.chronicle().remove(segment);
            parts.store().catalog().remove(segment);
        });
    }

    private void expire(Segment segment, Expiry reason) {
        Map<Integer, Long> missed = missed(segment);
        parts.chronicle().expire(reason, missed);
        parts.cursors().accounts().forEach(account -> account.expire(segment, reason));
        log.warn(
                "Records were dropped before they were delivered reason={} from={} to={} records={}",
                reason.text(),
                segment.first(),
                segment.end(),
                missed);
    }

    /** By stream, what at least one cursor has not read yet. */
    private Map<Integer, Long> missed(Segment segment) {
        Map<Integer, Long> missed = new TreeMap<>();
        for (int stream : segment.extent().counts().keySet()) {
            long most = parts.cursors().accounts().stream()
                    .mapToLong(account -> account.unread(segment, stream))
                    .max()
                    .orElse(0);
            if (most > 0) {
                missed.put(stream, most);
            }
        }
        return missed;
    }

    /** Files go only after the state that does without them is durable. */
    private void unlink() throws IOException {
        Set<Long> going = parts.chronicle().removing();
        if (going.isEmpty()) {
            return;
        }
        parts.state().save();
        Set<Long> gone = new TreeSet<>();
        for (long generation : going) {
            parts.disk().delete(SegmentFile.in(parts.layout().log(), generation));
            parts.disk().delete(SegmentFile.in(parts.layout().quarantine(), generation));
            gone.add(generation);
        }
        parts.disk().syncDirectory(parts.layout().log());
        parts.disk().syncDirectory(parts.layout().quarantine());
        parts.chronicle().unlinked(gone);
    }
}
