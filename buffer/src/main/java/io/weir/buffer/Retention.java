package io.weir.buffer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
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

    private final Disk disk;
    private final Layout layout;
    private final LogConfig config;
    private final Catalog catalog;
    private final Chronicle chronicle;
    private final Quota quota;
    private final Accounts accounts;
    private final List<Path> unreadable;
    private volatile long unreadableBytes;
    private volatile boolean wantsCheckpoint;

    /** The cursors, open or not, and how their positions become durable. */
    interface Accounts {
        Collection<Account> all();

        void saveState() throws IOException;
    }

    Retention(
            Disk disk,
            Layout layout,
            LogConfig config,
            Catalog catalog,
            Chronicle chronicle,
            Quota quota,
            Accounts accounts,
            List<Path> unreadable) {
        this.disk = disk;
        this.layout = layout;
        this.config = config;
        this.catalog = catalog;
        this.chronicle = chronicle;
        this.quota = quota;
        this.accounts = accounts;
        this.unreadable = new ArrayList<>(unreadable);
    }

    /** Whether room could be made if the owner needed less. */
    boolean wantsCheckpoint() {
        return wantsCheckpoint;
    }

    long unreadableBytes() {
        return unreadableBytes;
    }

    int unreadable() {
        return unreadable.size();
    }

    void measureUnreadable() throws IOException {
        long bytes = 0;
        for (Path file : unreadable) {
            try (RawFile raw = disk.open(file, false)) {
                bytes += raw.length();
            }
        }
        unreadableBytes = bytes;
    }

    /** Removes what nobody needs and what is too old, and makes this much room. */
    void apply(long roomBytes) throws IOException {
        long now = config.clock().millis();
        boolean blocked = false;
        for (Segment segment : sealed()) {
            boolean delivered = accounts.all().stream().noneMatch(account -> account.needs(segment));
            boolean retained = isRetained(segment);
            long newest = segment.extent().newestMillis();
            if (!retained && delivered && newest + config.keepDelivered().toMillis() <= now) {
                remove(segment, Optional.empty());
            } else if (newest + config.maxAge().toMillis() < now) {
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
        while (!quota.fits(bytes) && !unreadable.isEmpty()) {
            disk.delete(unreadable.remove(0));
            measureUnreadable();
        }
        for (Segment segment : sealed()) {
            if (quota.fits(bytes)) {
                return true;
            }
            boolean delivered = accounts.all().stream().noneMatch(account -> account.needs(segment));
            if (isRetained(segment)) {
                if (delivered || config.whenFull() == WhenFull.DROP_OLDEST) {
                    return false;
                }
            } else if (delivered) {
                remove(segment, Optional.empty());
            } else if (config.whenFull() == WhenFull.DROP_OLDEST) {
                remove(segment, Optional.of(Expiry.MAX_SIZE));
            }
        }
        return true;
    }

    private List<Segment> sealed() {
        return catalog.segments().stream().filter(Segment::isComplete).toList();
    }

    private boolean isRetained(Segment segment) {
        return segment.extent().counts().keySet().stream()
                .anyMatch(stream -> config.retain().needed(stream).value() < segment.end());
    }

    private void remove(Segment segment, Optional<Expiry> reason) {
        if (reason.isPresent()) {
            Map<Integer, Long> missed = missed(segment);
            chronicle.expire(reason.get(), missed);
            accounts.all().forEach(account -> account.expire(segment, reason.get()));
            log.warn(
                    "Records were dropped before they were delivered reason={} from={} to={} records={}",
                    reason.get().text(),
                    segment.first(),
                    segment.end(),
                    missed);
        }
        chronicle.remove(segment);
        catalog.remove(segment);
    }

    /** By stream, what at least one cursor has not read yet. */
    private Map<Integer, Long> missed(Segment segment) {
        Map<Integer, Long> missed = new TreeMap<>();
        for (int stream : segment.extent().counts().keySet()) {
            long most = accounts.all().stream()
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
        Set<Long> going = chronicle.removing();
        if (going.isEmpty()) {
            return;
        }
        accounts.saveState();
        Set<Long> gone = new TreeSet<>();
        for (long generation : going) {
            disk.delete(SegmentFile.in(layout.log(), generation));
            disk.delete(SegmentFile.in(layout.quarantine(), generation));
            gone.add(generation);
        }
        disk.syncDirectory(layout.log());
        disk.syncDirectory(layout.quarantine());
        chronicle.unlinked(gone);
    }
}
