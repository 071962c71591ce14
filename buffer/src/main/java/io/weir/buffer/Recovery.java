package io.weir.buffer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what is in the log when it is opened (FORMAT.md, Recover), from what the {@link Finder} has found. With {@code repair} false nothing on the disk
 * is changed. One use, one thread.
 */
final class Recovery {
    private static final Logger log = LoggerFactory.getLogger(Recovery.class);
    /** A file without any block is kept for inspection only if it once held more than a first group. */
    private static final long TORN_BEGINNING_BYTES = 3 << 20;

    private final Disk disk;
    private final Layout layout;
    private final LogState state;
    private final Chronicle chronicle;
    private final boolean repair;
    private final Quarantine quarantine;
    private final boolean fresh;
    private final Tally totals = new Tally();
    private final List<Segment> segments = new ArrayList<>();
    private final List<Piece> pieces = new ArrayList<>();
    private final List<Path> unreadable = new ArrayList<>();
    private Optional<Doubt> doubt = Optional.empty();
    private long end;
    private long runMillis;

    /**
     * The log as it was found.
     *
     * @param doubt the end of the newest segment, if it is not known to have been synced
     */
    record Found(
            List<Segment> segments,
            Optional<Doubt> doubt,
            List<Path> unreadable,
            long nextGeneration,
            Tail.End end,
            long runMillis) {}

    /**
     * Blocks that are there but may be so in the page cache only: the sync that was to cover them may have failed, and
     * one that succeeds later proves nothing.
     *
     * @param certain the segment without them; empty if it then holds nothing
     */
    record Doubt(Segment whole, Optional<Segment> certain, int firstNumber) {}

    Recovery(Disk disk, Layout layout, Optional<LogState> saved, Chronicle chronicle, boolean repair) {
        this.disk = disk;
        this.layout = layout;
        this.state = saved.orElseGet(() -> LogState.fresh(layout.epoch()));
        this.fresh = saved.isEmpty();
        this.chronicle = chronicle;
        this.repair = repair;
        this.quarantine = new Quarantine(disk, layout, repair);
    }

    /** {@code floor}: the log is known to have come so far, by its checkpoints. */
    Found run(long floor) throws IOException {
        Finder finder = new Finder(disk, layout, state, quarantine);
        pieces.addAll(finder.find());
        unreadable.addAll(finder.unreadable());
        chooseReplacements();
        dropUncommitted();
        runMillis = pieces.stream()
                .flatMap(piece -> piece.sealed().stream())
                .mapToLong(segment -> segment.extent().runMillis())
                .reduce(state.runMillis(), Math::max);
        pieces.sort(Comparator.comparingLong(piece -> piece.first().orElse(0)));
        for (Piece piece : pieces) {
            settle(piece, limitOf(piece));
        }
        finish(floor);
        return new Found(
                segments, doubt, unreadable, finder.nextGeneration(), new Tail.End(end, totals.toMap()), runMillis);
    }

    /** Either a replacement counts or what it replaces, never both (FORMAT.md, invariant 8). */
    private void chooseReplacements() throws IOException {
        List<Piece> replacements = new ArrayList<>(
                pieces.stream().filter(piece -> piece.origin().isReplacement()).toList());
        replacements.sort(Comparator.comparingLong(piece -> -piece.home().generation()));
        for (Piece by : replacements) {
            List<Piece> old = pieces.stream()
                    .filter(piece ->
                            by.origin().replaced().contains(piece.home().generation()))
                    .toList();
            boolean all = old.size() == by.origin().replaced().size();
            boolean unknown = by.origin().replaced().isEmpty();
            if (unknown ? pieces.stream().anyMatch(by::overlaps) : all) {
                pieces.remove(by);
                discard(by);
            } else {
                pieces.removeAll(old);
                for (Piece gone : old) {
                    discard(gone);
                    chronicle.discard(gone.home().generation());
                }
            }
        }
    }

    private void dropUncommitted() throws IOException {
        for (Piece piece : List.copyOf(pieces)) {
            if (pieces.stream().anyMatch(piece::fallsShortOf)) {
                pieces.remove(piece);
                discard(piece);
            }
        }
    }

    /** What newer segments begin with makes everything beyond in older ones void. */
    private long limitOf(Piece piece) {
        if (piece.origin().isReplacement()) {
            return Long.MAX_VALUE;
        }
        return pieces.stream()
                .filter(other -> other.origin().isRankKnown())
                .filter(piece::isOlderThan)
                .flatMapToLong(other -> other.first().stream())
                .min()
                .orElse(Long.MAX_VALUE);
    }

    private void settle(Piece piece, long limit) throws IOException {
        if (piece.first().isEmpty()) {
            settleEmpty(piece);
            return;
        }
        doubt = Optional.empty();
        Optional<Segment> whole = piece.sealed().filter(s -> s.end() <= limit);
        Segment segment = whole.isPresent() ? whole.get() : recovered(piece, limit);
        if (segment.extent().lastNumber() < SegmentWriter.FIRST_NUMBER) {
            discard(piece);
            return;
        }
        noteHole(end, segment.first(), segment.before());
        segments.add(segment);
        totals.raiseTo(segment.after());
        end = segment.end();
    }

    private Segment recovered(Piece piece, long limit) throws IOException {
        try (RawFile raw = disk.open(piece.file(), false)) {
            SegmentScan scan = piece.scan().isPresent() ? piece.scan().get() : new SegmentScan(raw, piece.home());
            Map<Integer, Long> before = scan.hasHeader() ? scan.before() : guessedBefore(piece, scan);
            SegmentScan.Finding finding = scan.untilTorn(raw, limit, before);
            Segment segment = new Segment(
                    piece.home(),
                    piece.file(),
                    scan.first().orElseThrow(),
                    before,
                    piece.origin(),
                    finding.extent().at(runMillis),
                    true);
            if (finding.extent().lastNumber() >= SegmentWriter.FIRST_NUMBER) {
                remember(segment, finding);
                doubt = doubtIn(scan, raw, segment);
            }
            return segment;
        }
    }

    /**
     * Without the HEADER: of streams that are not in the segment, the next one that has them tells. If something is lost in
     * between, it counts as before this place, so that a cursor that begins here is not told of a loss that was not its own.
     */
    private Map<Integer, Long> guessedBefore(Piece piece, SegmentScan scan) {
        Tally before = Tally.of(totals.toMap());
        before.raiseTo(scan.before());
        Set<Integer> told = new HashSet<>(scan.before().keySet());
        for (Piece later : pieces.subList(pieces.indexOf(piece) + 1, pieces.size())) {
            raise(before, later.before(), told);
            if (later.hasHeader()) {
                return before.toMap();
            }
        }
        raise(before, mostKnown().toMap(), told);
        return before.toMap();
    }

    private static void raise(Tally before, Map<Integer, Long> later, Set<Integer> told) {
        later.forEach((stream, total) -> {
            if (told.add(stream)) {
                before.raiseTo(Map.of(stream, total));
            }
        });
    }

    private Optional<Doubt> doubtIn(SegmentScan scan, RawFile raw, Segment whole) throws IOException {
        int last = whole.extent().lastNumber();
        int certain = scan.lastCertain(last);
        if (certain == last) {
            return Optional.empty();
        }
        Segment.Extent extent =
                scan.untilCertain(raw, last, whole.before()).extent().at(runMillis);
        Segment cut =
                new Segment(whole.home(), whole.file(), whole.first(), whole.before(), whole.origin(), extent, true);
        boolean holdsAnything = certain >= SegmentWriter.FIRST_NUMBER;
        return Optional.of(new Doubt(whole, holdsAnything ? Optional.of(cut) : Optional.empty(), certain + 1));
    }

    private void remember(Segment segment, SegmentScan.Finding finding) {
        chronicle.lose(finding.lost(), finding.lostCounts());
        chronicle.counted(segment, finding.lostCounts());
        chronicle.know(segment);
        if (repair) {
            log.info(
                    "Recovered an unfinished segment segment={} from={} to={} lost={}",
                    segment.file().getFileName(),
                    segment.first(),
                    segment.end(),
                    finding.lost());
        }
    }

    private void settleEmpty(Piece piece) throws IOException {
        boolean data = piece.scan().map(SegmentScan::sawData).orElse(true);
        try (RawFile raw = disk.open(piece.file(), false)) {
            boolean unused = Claim.in(raw, layout.keys()).equals(Optional.of(piece.home()));
            data &= !unused && raw.length() > TORN_BEGINNING_BYTES;
        }
        if (data) {
            String name = piece.file().getFileName().toString().replace(SegmentFile.SUFFIX, ".lost");
            unreadable.add(quarantine.take(piece.file(), layout.quarantine().resolve(name)));
        } else {
            discard(piece);
        }
    }

    private void discard(Piece piece) throws IOException {
        if (repair) {
            disk.delete(piece.file());
            if (!isThereBeside(piece)) {
                chronicle.forget(piece.home().generation());
            }
            if (piece.origin().isReplacement()) {
                chronicle.discard(piece.home().generation());
            }
        }
    }

    /** What is known of a segment stays known if an empty file had its name and another is the segment. */
    private boolean isThereBeside(Piece piece) {
        return pieces.stream()
                .anyMatch(other -> !other.equals(piece)
                        && other.first().isPresent()
                        && other.home().equals(piece.home()));
    }

    private void noteHole(long from, long to, Map<Integer, Long> totalsThere) {
        if (from >= to) {
            return;
        }
        if (fresh && segments.isEmpty()) {
            chronicle.neverThere(from, to);
            return;
        }
        boolean allLost = chronicle.removedNothingIn(from, to);
        Tally counts = new Tally();
        totalsThere.forEach((stream, total) -> {
            if (allLost && total > totals.of(stream)) {
                counts.set(stream, total - totals.of(stream));
            }
        });
        chronicle.lose(chronicle.notRemovedIn(from, to), counts.toMap());
    }

    private void finish(long floor) {
        long known = Math.max(floor, state.end());
        for (CursorState cursor : state.cursors()) {
            known = Math.max(known, cursor.position());
        }
        Map<Integer, Long> most = mostKnown().toMap();
        noteHole(end, known, most);
        end = Math.max(end, known);
        totals.raiseTo(most);
    }

    private Tally mostKnown() {
        Tally most = Tally.of(state.totals());
        state.cursors().forEach(cursor -> most.raiseTo(cursor.totals()));
        return most;
    }
}
