package io.weir.buffer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes segments out of the log, for nothing or for a replacement, with all counts that change by it in one moment
 * (FORMAT.md, Delete and Clean). Called under the log's upkeep lock, under which cursors are made, too.
 */
final class Exchange {
    private final Parts parts;
    private static final Logger log = LoggerFactory.getLogger(Exchange.class);

    private final Farewell farewell = new Farewell(log);
    private final Trouble stuck = new Trouble(log, "Deleting what the log needs no more");
    /** What was taken out and whose files are still there. */
    private final Map<Long, Segment> leaving = new HashMap<>();
    /** Something may have been deleted there since it was synced, at first by another process. */
    private boolean quarantineChanged = true;

    Exchange(Parts parts) {
        this.parts = parts;
    }

    /** Nobody needs anything of it. */
    void remove(Segment segment) {
        parts.state().together(() -> takeOut(segment));
    }

    /** What of it was not read is expired; every cursor that misses something has passed all that comes before it. */
    void expire(Segment segment, Expiry reason) {
        parts.state()
                .together(() -> standingStill(() -> {
                    Losses most = new Losses();
                    for (Account account : parts.cursors().accounts()) {
                        raise(most, Map.of(reason, account.unread(segment)));
                        account.expire(segment, reason);
                    }
                    count(segment.first(), segment.end(), most);
                    takeOut(segment);
                }));
    }

    private void takeOut(Segment segment) {
        parts.chronicle().remove(segment);
        leave(segment); // first: at no moment it counts for nothing
        parts.store().catalog().remove(segment);
    }

    private void leave(Segment segment) {
        leaving.put(segment.generation(), segment);
        parts.beside().leaves(segment.generation(), segment.extent().lengthBytes());
    }

    /** The replacement is durable in its file; from now on it counts. */
    void replace(List<Segment> old, Segment by, GivenUp givenUp) {
        parts.state()
                .together(() -> standingStill(() -> {
                    old.forEach(this::leave); // first: at no moment they count for nothing
                    parts.store().catalog().replace(old, by);
                    parts.chronicle().replace(old); // not before: from now on their files may go
                    Losses most = new Losses();
                    for (Account account : parts.cursors().accounts()) {
                        Map<Expiry, Map<Integer, Long>> unread = givenUp.aheadOf(account);
                        account.replaced(by, unread);
                        raise(most, unread);
                    }
                    most.forget(Expiry.RECLAIMED);
                    most.forget(Expiry.DAMAGED); // counted as what the disk has lost
                    count(by.first(), by.end(), most);
                }));
    }

    /** With the monitors of all accounts held, so that no cursor reads on. */
    private void standingStill(Runnable changes) {
        hold(parts.cursors().accounts().iterator(), changes);
    }

    private static void hold(Iterator<Account> accounts, Runnable changes) {
        if (!accounts.hasNext()) {
            changes.run();
            return;
        }
        synchronized (accounts.next()) {
            hold(accounts, changes);
        }
    }

    private static void raise(Losses most, Map<Expiry, Map<Integer, Long>> counts) {
        counts.forEach((reason, byStream) ->
                byStream.forEach((stream, count) -> most.add(reason, stream, count - most.of(reason, stream))));
    }

    private void count(long from, long to, Losses most) {
        Map<Expiry, Map<Integer, Long>> counts = most.toMap();
        if (counts.isEmpty()) {
            return;
        }
        parts.chronicle().expire(from, to, counts);
        farewell.add(from, to, counts);
    }

    /** Files go only after the state that does without them is durable. */
    void unlink() throws IOException {
        farewell.say();
        Set<Long> going = parts.chronicle().removing();
        if (going.isEmpty()) {
            return;
        }
        parts.state().save();
        Set<Long> gone = new TreeSet<>();
        for (long generation : going) {
            if (isUnlinked(generation)) {
                gone.add(generation);
            }
        }
        parts.disk().syncDirectory(parts.layout().log());
        syncQuarantine();
        parts.recycled().synced();
        parts.chronicle().unlinked(gone);
        if (gone.containsAll(going)) {
            stuck.over();
        }
    }

    /** A file that cannot be deleted keeps no other from it, and nobody from appending; it counts until it is gone. */
    private boolean isUnlinked(long generation) {
        Optional<Segment> segment = Optional.ofNullable(leaving.remove(generation));
        try {
            if (segment.isEmpty() || !keep(segment.get())) {
                parts.disk().delete(SegmentFile.in(parts.layout().log(), generation));
            }
            deleteQuarantined(SegmentFile.in(parts.layout().quarantine(), generation));
        } catch (IOException e) {
            stuck.happened(e);
            return false;
        }
        parts.beside().gone(generation);
        return true;
    }

    private void deleteQuarantined(Path file) throws IOException {
        if (parts.disk().exists(file)) {
            quarantineChanged = true;
            parts.disk().delete(file);
        }
    }

    /** Mostly nothing was in it, and a sync costs as much as a commit. */
    private void syncQuarantine() throws IOException {
        if (quarantineChanged) {
            parts.disk().syncDirectory(parts.layout().quarantine());
            quarantineChanged = false;
        }
    }

    /** For a new segment to be made over it, while there is plenty of room. */
    private boolean keep(Segment gone) throws IOException {
        long staying = parts.claimedBytes() - parts.beside().leavingBytes();
        long claimed = staying + gone.extent().lengthBytes();
        return claimed <= parts.config().maxSizeBytes() / 2 && parts.recycled().keep(gone);
    }

    /** A cursor that misses something of this segment and has something before it still to pass. */
    Optional<Account> behind(Segment segment) {
        List<Segment> before = parts.store().catalog().segments().stream()
                .takeWhile(other -> other != segment)
                .toList();
        return parts.cursors().accounts().stream()
                .filter(account -> account.awaits(segment) && before.stream().anyMatch(account::awaits))
                .findFirst();
    }
}
