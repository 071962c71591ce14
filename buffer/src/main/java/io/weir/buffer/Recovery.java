package io.weir.buffer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what is in the log when it is opened (FORMAT.md, Recover). With {@code repair} false nothing on the disk
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
    private final boolean fresh;
    private final Tally totals = new Tally();
    private final List<Segment> segments = new ArrayList<>();
    private final List<Path> unreadable = new ArrayList<>();
    private Optional<Doubt> doubt = Optional.empty();
    private long nextGeneration;
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
        this.nextGeneration = state.nextGeneration();
    }

    /** {@code floor}: the log is known to have come so far, by its checkpoints. */
    Found run(long floor) throws IOException {
        List<Piece> pieces = new ArrayList<>();
        collect(layout.quarantine(), pieces);
        collect(layout.log(), pieces);
        reclaim(pieces);
        chooseReplacements(pieces);
        dropUncommitted(pieces);
        runMillis = pieces.stream()
                .flatMap(piece -> piece.sealed().stream())
                .mapToLong(segment -> segment.extent().runMillis())
                .reduce(state.runMillis(), Math::max);
        pieces.sort(Comparator.comparingLong(piece -> piece.first().orElse(0)));
        for (Piece piece : pieces) {
            settle(piece, limitOf(piece, pieces));
        }
        finish(floor);
        return new Found(segments, doubt, unreadable, nextGeneration, new Tail.End(end, totals.toMap()), runMillis);
    }

    /** Either a replacement counts or what it replaces, never both (FORMAT.md, invariant 8). */
    private void chooseReplacements(List<Piece> pieces) throws IOException {
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

    private void dropUncommitted(List<Piece> pieces) throws IOException {
        for (Piece piece : List.copyOf(pieces)) {
            if (pieces.stream().anyMatch(piece::fallsShortOf)) {
                pieces.remove(piece);
                discard(piece);
            }
        }
    }

    private void collect(Path folder, List<Piece> pieces) throws IOException {
        for (Path file : disk.list(folder)) {
            OptionalLong generation = SegmentFile.generation(file);
            if (generation.isPresent()) {
                nextGeneration = Math.max(nextGeneration, generation.getAsLong() + 1);
                if (!state.removing().contains(generation.getAsLong())) {
                    pieces.add(examine(file, layout.home(generation.getAsLong())));
                }
            } else if (repair && file.toString().endsWith(SegmentFile.UNFINISHED)) {
                disk.delete(file);
            } else if (folder.equals(layout.quarantine())) {
                unreadable.add(file);
            }
        }
    }

    /** A file under a wrong name, as a careless copy leaves it, is read as what it says it is. */
    private void reclaim(List<Piece> pieces) throws IOException {
        for (Piece piece : List.copyOf(pieces)) {
            Optional<Block.Home> said =
                    piece.first().isPresent() ? Optional.empty() : RawScan.homeIn(disk, piece.file(), layout.keys());
            if (said.isPresent() && isMissing(said.get(), pieces)) {
                pieces.remove(piece);
                pieces.add(examine(quarantine(piece.file(), said.get()), said.get()));
            }
        }
    }

    private boolean isMissing(Block.Home home, List<Piece> pieces) {
        return home.epoch() == layout.epoch()
                && !state.removing().contains(home.generation())
                && pieces.stream()
                        .noneMatch(p -> p.first().isPresent() && p.home().equals(home));
    }

    private Piece examine(Path file, Block.Home home) throws IOException {
        try (SegmentReader reader = SegmentReader.open(disk, file, home)) {
            boolean staysHere = reader.isOpenable()
                    || !RawScan.homeIn(disk, file, layout.keys()).equals(Optional.of(home));
            Path place = staysHere ? file : quarantine(file, home);
            Optional<Segment> sealed = reader.isOpenable() ? quick(reader, place, home) : Optional.empty();
            if (sealed.isPresent()) {
                return new Piece(
                        place,
                        home,
                        OptionalLong.of(sealed.get().first()),
                        sealed.get().origin(),
                        sealed,
                        Optional.empty());
            }
            LogState.Known known = state.known().get(home.generation());
            if (known != null && holdsAnything(reader)) {
                Origin origin = origin(reader, home);
                Segment segment = new Segment(home, place, known.first(), known.before(), origin, known.extent(), true);
                return new Piece(
                        place, home, OptionalLong.of(known.first()), origin, Optional.of(segment), Optional.empty());
            }
            SegmentScan scan = new SegmentScan(reader.raw(), home);
            return new Piece(place, home, scan.first(), scan.origin(), Optional.empty(), Optional.of(scan));
        }
    }

    private static Origin origin(SegmentReader reader, Block.Home home) throws IOException {
        Optional<Block> header = reader.stored(SegmentWriter.HEADER_NUMBER);
        return header.isPresent() ? Origin.read(header.get()) : new SegmentScan(reader.raw(), home).origin();
    }

    /** Whether any of this file belongs to its segment. */
    private static boolean holdsAnything(SegmentReader reader) throws IOException {
        return reader.stored(SegmentWriter.HEADER_NUMBER).isPresent()
                || reader.block(SegmentWriter.FIRST_NUMBER).isPresent()
                || reader.foundAny();
    }

    /** A segment that says itself what it holds. */
    private static Optional<Segment> quick(SegmentReader reader, Path file, Block.Home home) throws IOException {
        Optional<Block> seal = reader.stored(SegmentWriter.SEAL_NUMBER);
        Optional<Block> header = reader.stored(SegmentWriter.HEADER_NUMBER);
        if (seal.isEmpty() || header.isEmpty() || seal.get().kind() != Block.Kind.SEAL) {
            return Optional.empty();
        }
        Segment.Extent extent = GroupWriter.sealed(seal.get(), reader.raw().length());
        Map<Integer, Long> before = header.get().streams().beforeByStream();
        return Optional.of(
                new Segment(home, file, header.get().first(), before, Origin.read(header.get()), extent, true));
    }

    /** What newer segments begin with makes everything beyond in older ones void. */
    private static long limitOf(Piece piece, List<Piece> pieces) {
        if (piece.origin().isReplacement()) {
            return Long.MAX_VALUE;
        }
        return pieces.stream()
                .filter(other -> !other.origin().equals(Origin.UNKNOWN))
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
            Map<Integer, Long> before = scan.hasHeader() ? scan.before() : totals.toMap();
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
        boolean data = piece.scan().map(SegmentScan::sawData).orElse(false);
        try (RawFile raw = disk.open(piece.file(), false)) {
            data &= raw.length() > TORN_BEGINNING_BYTES;
        }
        if (data) {
            String name = piece.file().getFileName().toString().replace(SegmentFile.SUFFIX, ".lost");
            unreadable.add(quarantine(piece.file(), layout.quarantine().resolve(name)));
        } else {
            discard(piece);
        }
    }

    private void discard(Piece piece) throws IOException {
        if (repair) {
            disk.delete(piece.file());
            chronicle.forget(piece.home().generation());
            if (piece.origin().isReplacement()) {
                chronicle.discard(piece.home().generation());
            }
        }
    }

    private Path quarantine(Path file, Block.Home home) throws IOException {
        return quarantine(file, SegmentFile.in(layout.quarantine(), home.generation()));
    }

    private Path quarantine(Path file, Path place) throws IOException {
        if (!repair || place.equals(file)) {
            return file;
        }
        if (disk.exists(place)) {
            log.warn("Two damaged segments claim one place; one is read where it is segment={} place={}", file, place);
            return file;
        }
        log.warn("A segment is damaged; it is put aside and read as far as possible segment={}", file);
        disk.rename(file, place);
        disk.syncDirectory(layout.quarantine());
        disk.syncDirectory(layout.log());
        return place;
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
        Tally most = Tally.of(state.totals());
        long known = Math.max(floor, state.end());
        for (CursorState cursor : state.cursors()) {
            known = Math.max(known, cursor.position());
            most.raiseTo(cursor.totals());
        }
        noteHole(end, known, most.toMap());
        end = Math.max(end, known);
        totals.raiseTo(most.toMap());
    }
}
