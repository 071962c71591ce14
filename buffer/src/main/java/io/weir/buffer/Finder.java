package io.weir.buffer;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at every file that may be a segment of the log and says what it is: complete by its own word or by that of the
 * state, or what a scan finds in it. Decides nothing about which of them count. One use, one thread.
 */
final class Finder {
    private static final Logger log = LoggerFactory.getLogger(Finder.class);

    private final Disk disk;
    private final Layout layout;
    private final LogState state;
    private final Quarantine quarantine;
    private final List<Piece> pieces = new ArrayList<>();
    private final List<Path> unreadable = new ArrayList<>();
    private long nextGeneration;

    Finder(Disk disk, Layout layout, LogState state, Quarantine quarantine) {
        this.disk = disk;
        this.layout = layout;
        this.state = state;
        this.quarantine = quarantine;
        this.nextGeneration = state.nextGeneration();
    }

    /** Everything but what the state names as removed. */
    List<Piece> find() throws IOException {
        collect(layout.quarantine());
        collect(layout.log());
        reclaim();
        dropSecondNames();
        return pieces;
    }

    /** A rename that was half done, or a careless copy: a segment is there once, as the file of which most is left. */
    private void dropSecondNames() throws IOException {
        Map<Block.Home, Piece> best = new HashMap<>();
        for (Piece piece : List.copyOf(pieces)) {
            Optional<Piece> first = piece.first().isPresent()
                    ? Optional.ofNullable(best.putIfAbsent(piece.home(), piece))
                    : Optional.empty();
            if (first.isPresent()) {
                boolean better = blocksIn(piece) > blocksIn(first.get());
                Piece second = better ? first.get() : piece;
                best.put(piece.home(), better ? piece : first.get());
                pieces.remove(second);
                unreadable.add(quarantine.takeCopy(second.file(), second.home()));
            }
        }
    }

    private long blocksIn(Piece piece) throws IOException {
        LongAdder blocks = new LongAdder();
        try (RawFile raw = disk.open(piece.file(), false)) {
            new RawScan(raw, piece.home()).visit((position, block) -> blocks.increment());
        }
        return blocks.sum();
    }

    /** Files of the quarantine that are not read: there is nothing in them, or it is elsewhere, too. */
    List<Path> unreadable() {
        return unreadable;
    }

    /** No file has or had this one. */
    long nextGeneration() {
        return nextGeneration;
    }

    private void collect(Path folder) throws IOException {
        for (Path file : disk.list(folder)) {
            OptionalLong generation = SegmentFile.generation(file);
            if (generation.isPresent()) {
                nextGeneration = Math.max(nextGeneration, generation.getAsLong() + 1);
                if (!state.removing().contains(generation.getAsLong())) {
                    examineIfItOpens(file, layout.home(generation.getAsLong()));
                }
            } else if (quarantine.repair() && SegmentFile.isUnfinished(file)) {
                disk.delete(file);
            } else if (folder.equals(layout.quarantine())) {
                unreadable.add(file);
            }
        }
    }

    /** A file under a wrong name, as a careless copy leaves it, is read as what it says it is. */
    private void reclaim() throws IOException {
        for (Piece piece : List.copyOf(pieces)) {
            Optional<Block.Home> said =
                    piece.first().isPresent() ? Optional.empty() : RawScan.homeIn(disk, piece.file(), layout.keys());
            if (said.isPresent() && !said.get().equals(piece.home()) && isMissing(said.get())) {
                pieces.remove(piece);
                pieces.add(examine(quarantine.take(piece.file(), said.get()), said.get()));
            }
        }
    }

    private boolean isMissing(Block.Home home) {
        return home.epoch() == layout.epoch()
                && !state.removing().contains(home.generation())
                && pieces.stream()
                        .noneMatch(p -> p.first().isPresent() && p.home().equals(home));
    }

    /** A file that the file system itself has lost must not keep the gateway from starting. It stays where it is. */
    private void examineIfItOpens(Path file, Block.Home home) throws IOException {
        try {
            pieces.add(examine(file, home));
        } catch (IOException e) {
            if (opens(file)) {
                throw e;
            }
            log.error(
                    "A segment cannot be opened, what is only there is lost segment={} cause={}", file, e.getMessage());
        }
    }

    /** Throws if nothing can be opened now, or if somebody has only to permit it: then nothing is lost. */
    private boolean opens(Path file) throws IOException {
        try {
            disk.open(file, false).close();
            return true;
        } catch (AccessDeniedException | NoSuchFileException e) {
            throw e;
        } catch (IOException e) {
            disk.open(layout.format(), false).close();
            return false;
        }
    }

    private Piece examine(Path file, Block.Home home) throws IOException {
        try (SegmentReader reader = SegmentReader.open(disk, file, home)) {
            Optional<Block.Home> claim = Claim.in(reader.raw(), layout.keys());
            if (claim.isPresent() && !claim.get().equals(home)) {
                Origin itself = Origin.itself(home.generation());
                return new Piece(file, home, OptionalLong.empty(), itself, Optional.empty(), Optional.empty());
            }
            boolean staysHere = reader.isOpenable()
                    || !RawScan.homeIn(disk, file, layout.keys()).equals(Optional.of(home));
            Path place = staysHere ? file : quarantine.take(file, home);
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
                Segment.Extent extent = known.extent().withLength(reader.raw().length());
                Segment segment = new Segment(home, place, known.first(), known.before(), origin, extent, true);
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
}
