package io.weir.buffer;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A buffer seen from outside, as it was at one moment; its gateway may run or not. Nothing on the disk is changed and
 * no lock is taken. Used by one thread; needs no closing.
 *
 * <p>A running gateway writes while it is looked at: a block may be seen before the one in front of it, a segment may be
 * gone that the state still names. So what looks damaged is looked at again, and is damage only if it stays the same.
 */
public final class Inspection {
    /** Retention of a running gateway may delete what was just listed; then the look is taken again. */
    private static final int TRIES = 10;

    private final Disk disk;
    private final Layout layout;
    private final LogState state;
    private final Chronicle chronicle;
    private final Store store;
    private final Snapshots checkpoints;
    private final int unreadable;
    /** What this look misses and the log's own state does not know of. */
    private final List<Ranges.Range> suspected;
    /** In which a scan has missed something. */
    private final Set<Segment> doubted = new LinkedHashSet<>();

    /**
     * A segment.
     *
     * @param end behind its last entry
     * @param entries by stream
     * @param sealed whether it says itself what it holds; the one that is being written does not
     * @param damage offsets that a full read has not found; empty if it was not read
     */
    public record SegmentView(
            Path file,
            long bytes,
            Offset first,
            Offset end,
            int blocks,
            Map<Integer, Long> entries,
            boolean sealed,
            boolean quarantined,
            List<LostRange> damage) {}

    /** A cursor as it was last made durable. */
    public record CursorView(String name, Set<Integer> streams, Standing standing) {}

    private Inspection(Disk disk, Layout layout) throws IOException {
        this.disk = disk;
        this.layout = layout;
        Clock clock = Clock.systemUTC();
        Optional<LogState> saved = StateKeeper.newest(Snapshots.open(disk, layout.state(), layout, 0, clock));
        state = saved.orElseGet(() -> LogState.fresh(layout.epoch()));
        checkpoints = Snapshots.open(disk, layout.checkpoints(), layout, 0, clock);
        chronicle = new Chronicle(state);
        Recovery.Found found = new Recovery(disk, layout, saved, chronicle, false).run(0);
        store = new Store(disk, new Catalog(found.segments()), new Tail(0, found.end()));
        unreadable = found.unreadable().size();
        Ranges known = Ranges.of(state.gaps());
        suspected = chronicle.gaps().stream()
                .flatMap(gap -> known.missingIn(gap.from().value(), gap.to().value()).stream())
                .toList();
    }

    static Inspection of(Path directory, Keys keys) throws IOException {
        Disk disk = new LocalDisk();
        return of(disk, Layout.open(disk, directory, keys));
    }

    static Inspection of(Disk disk, Layout layout) throws IOException {
        Inspection look = once(disk, layout);
        for (int again = 1; again < TRIES && !look.suspected.isEmpty(); again++) {
            Inspection next = once(disk, layout);
            if (next.suspected.equals(look.suspected)) {
                return next;
            }
            look = next;
        }
        return look;
    }

    private static Inspection once(Disk disk, Layout layout) throws IOException {
        for (int again = 1; ; again++) {
            try {
                return new Inspection(disk, layout);
            } catch (NoSuchFileException e) {
                if (again == TRIES) {
                    throw e;
                }
            }
        }
    }

    /** Oldest first, without reading what they hold. */
    public List<SegmentView> segments() {
        return store.catalog().segments().stream()
                .map(segment -> view(segment, List.of()))
                .toList();
    }

    /** Reads everything and says what is missing in it. */
    public List<SegmentView> verify() throws IOException {
        return verify(store.catalog().segments());
    }

    /** Whether the scans so far have passed over something that cannot be read, and that the log itself does not know as lost. */
    public boolean hasMissed() throws IOException {
        return !suspected.isEmpty()
                || verify(doubted).stream().anyMatch(view -> !view.damage().isEmpty());
    }

    private List<SegmentView> verify(Collection<Segment> segments) throws IOException {
        List<SegmentView> views = new ArrayList<>();
        for (Segment segment : segments) {
            try {
                List<Ranges.Range> lost = missingIn(segment);
                views.add(view(segment, lost.isEmpty() ? lost : missingIn(segment)));
            } catch (NoSuchFileException e) {
                // retention of the running gateway was faster
            }
        }
        return views;
    }

    private List<Ranges.Range> missingIn(Segment segment) throws IOException {
        try (RawFile raw = disk.open(segment.file(), false)) {
            return new SegmentScan(raw, segment.home()).against(raw, segment).lost();
        }
    }

    private SegmentView view(Segment segment, List<Ranges.Range> lost) {
        Segment.Extent extent = segment.extent();
        List<LostRange> damage = lost.stream()
                .map(r -> new LostRange(new Offset(r.from()), new Offset(r.to())))
                .toList();
        return new SegmentView(
                segment.file(),
                extent.lengthBytes(),
                new Offset(segment.first()),
                new Offset(extent.end()),
                extent.lastNumber() - SegmentWriter.HEADER_NUMBER,
                extent.counts(),
                !chronicle.knows(segment.generation()),
                layout.quarantine().equals(segment.file().getParent()),
                damage);
    }

    /** Entries of these streams at or above {@code from}; those of a running gateway that come meanwhile may be among them. */
    public Scan scan(Offset from, Set<Integer> streams) {
        return new RepeatedScan(disk, store, () -> of(disk, layout).store, from.value(), streams, doubted::add);
    }

    /** What it would mean to set this cursor back to a place; empty if there is no cursor of that name. */
    public Optional<Rewind> rewind(String cursorName, Start to) throws IOException {
        Optional<CursorView> cursor =
                cursors().stream().filter(c -> c.name().equals(cursorName)).findFirst();
        return cursor.isPresent() ? Optional.of(Rewind.of(store, cursor.get(), to)) : Optional.empty();
    }

    public List<CursorView> cursors() {
        return state.cursors().stream()
                .map(cursor -> new CursorView(
                        cursor.name(), cursor.totals().keySet(), new Account(cursor).standing(store.tail())))
                .toList();
    }

    public Optional<Checkpoint> newestCheckpoint() throws IOException {
        return checkpoints.newest().map(s -> new Checkpoint(new Offset(s.at()), s.bytes()));
    }

    /** As {@link RecordLog#stats}; what only a running log knows is 0. */
    public LogStats stats() throws IOException {
        Tail.End end = store.tail().end();
        List<SegmentView> segments = segments();
        Offset next = new Offset(end.offset());
        int quarantined =
                (int) segments.stream().filter(SegmentView::quarantined).count();
        return new LogStats(
                layout.epoch(),
                segments.isEmpty() ? next : segments.get(0).first(),
                next,
                disk.bytesBelow(layout.directory()),
                segments.size(),
                chronicle.gaps(),
                quarantined + unreadable,
                end.totals(),
                chronicle.expired(),
                chronicle.expiredRanges(),
                0,
                0,
                0,
                false);
    }
}
