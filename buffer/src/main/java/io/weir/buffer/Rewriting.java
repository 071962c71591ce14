package io.weir.buffer;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * One rewriting of a run of adjacent segments into one (FORMAT.md, Clean), in slices, without any lock: nothing of it
 * counts before it is exchanged. One thread.
 */
final class Rewriting implements Closeable {
    private static final long SLICE_BYTES = 4 << 20;

    private final Store store;
    private final Disk disk;
    private final Condensing condensing;
    private final List<Segment> sources;
    private final Choice choice;
    private final boolean atNeed;
    private final Missing missing;
    private final SegmentWriter to;
    private final SparseWriter writer;
    private final GivenUp givenUp;
    private final Fragments fragments = new Fragments();
    private Optional<SegmentReader> reader = Optional.empty();
    private int source;
    private int number = SegmentWriter.FIRST_NUMBER;
    private boolean ended;

    /** Something of a source is missing, and there is no need to give that up for good. */
    static final class DamagedException extends IOException {
        private static final long serialVersionUID = 1;

        private final long generation;

        DamagedException(Segment segment) {
            super("The segment " + segment.file() + " is damaged and stays as it is");
            generation = segment.generation();
        }

        long generation() {
            return generation;
        }
    }

    /** What comes of one slice of the sources, in order. */
    private sealed interface Event {
        record Block(Segment source, io.weir.buffer.Block block, Map<Expiry, Map<Integer, Long>> gone)
                implements Event {}

        record Found(LogRecord entry) implements Event {}

        record Ended(Segment source) implements Event {}
    }

    /** {@code atNeed}: what is left of a damaged source is taken, and what is not is given up. */
    Rewriting(
            Store store,
            Disk disk,
            Retain retain,
            List<Segment> sources,
            Choice choice,
            boolean atNeed,
            SegmentWriter to) {
        this.store = store;
        this.disk = disk;
        this.condensing = new Condensing(retain, choice);
        this.sources = sources;
        this.choice = choice;
        this.atNeed = atNeed;
        this.to = to;
        long first = sources.get(0).first();
        missing = new Missing(first);
        writer = new SparseWriter(to, first, Tally.of(sources.get(0).before()));
        givenUp = new GivenUp(first);
    }

    long generation() {
        return to.home().generation();
    }

    List<Segment> sources() {
        return sources;
    }

    Missing missing() {
        return missing;
    }

    GivenUp givenUp() {
        return givenUp;
    }

    long writtenBytes() {
        return to.blockBytes();
    }

    /** Some more; false when all is copied. */
    boolean step() throws IOException {
        List<Event> slice = new ArrayList<>();
        long bytes = 0;
        while (source < sources.size() && bytes < SLICE_BYTES) {
            Segment current = sources.get(source);
            if (number > current.extent().lastNumber()) {
                missing.reached(current, current.end());
                slice.add(new Event.Ended(current));
                closeReader();
                source++;
                number = SegmentWriter.FIRST_NUMBER;
            } else {
                Optional<Block> block = block(current, number++);
                if (block.isPresent()) {
                    bytes += block.get().lengthBytes();
                    take(current, block.get(), slice);
                }
            }
        }
        write(slice);
        store.rewriting(to.lengthBytes());
        return source < sources.size();
    }

    private Optional<Block> block(Segment from, int wanted) throws IOException {
        Optional<Block> block = read(from, wanted);
        if (block.isEmpty()) {
            store.reportDamage(from);
            if (!atNeed) {
                throw new DamagedException(from);
            }
        }
        return block;
    }

    private Optional<Block> read(Segment from, int wanted) throws IOException {
        try {
            if (reader.isEmpty()) {
                reader = Optional.of(store.open(from));
            }
            return reader.get().block(wanted);
        } catch (NoSuchFileException e) {
            if (!store.catalog().contains(from)) {
                throw e; // a removal was faster
            }
            return Optional.empty();
        }
    }

    private void take(Segment from, Block block, List<Event> slice) {
        missing.reached(from, block.first());
        if (block.kind() == Block.Kind.FRAGMENT) {
            fragments.add(block).ifPresent(entry -> {
                slice.add(new Event.Block(from, block, Map.of()));
                slice.add(new Event.Found(entry));
                missing.foundUpTo(block.end());
            });
            return;
        }
        missing.foundUpTo(block.end());
        List<Event> entries = new ArrayList<>();
        EntryReader in = new EntryReader(block);
        while (in.next()) {
            entries.add(new Event.Found(in.entry()));
        }
        slice.add(new Event.Block(from, block, block.isSparse() ? in.gone() : Map.of()));
        slice.addAll(entries);
    }

    private void write(List<Event> slice) throws IOException {
        Map<Long, LogRecord> condensed = condensing.of(slice.stream()
                .flatMap(event -> event instanceof Event.Found found ? Stream.of(found.entry()) : Stream.empty())
                .toList());
        for (Event event : slice) {
            if (event instanceof Event.Ended over) {
                giveUpLost(over.source(), over.source().after(), over.source().end());
            } else if (event instanceof Event.Block begun) {
                writer.writtenAt(begun.block().first(), begun.block().writtenAtMillis());
                giveUpLost(
                        begun.source(),
                        begun.block().streams().beforeByStream(),
                        begun.block().first());
                stayGone(begun.block().first(), begun.gone());
            } else if (event instanceof Event.Found found) {
                write(found.entry(), condensed);
            }
        }
    }

    /** What comes before this offset by the source's totals, and was not found. */
    private void giveUpLost(Segment of, Map<Integer, Long> totals, long offset) throws IOException {
        for (Map.Entry<Integer, Long> row : totals.entrySet()) {
            int stream = row.getKey();
            long count = row.getValue() - writer.totals().of(stream);
            if (count > 0) {
                missing.count(of, stream, count);
                givenUp.addLost(stream, count, row.getValue());
                writer.giveUp(offset, stream, Expiry.DAMAGED, count);
            }
        }
    }

    private void stayGone(long offset, Map<Expiry, Map<Integer, Long>> gone) throws IOException {
        for (Map.Entry<Expiry, Map<Integer, Long>> reason : gone.entrySet()) {
            for (Map.Entry<Integer, Long> row : reason.getValue().entrySet()) {
                writer.giveUp(offset, row.getKey(), reason.getKey(), row.getValue());
            }
        }
    }

    private void write(LogRecord entry, Map<Long, LogRecord> condensed) throws IOException {
        int stream = entry.stream();
        long offset = entry.offset().value();
        Optional<Expiry> verdict = choice.verdict(stream, offset);
        Optional<LogRecord> kept = Optional.of(entry);
        if (verdict.isEmpty() && choice.thinned().contains(stream)) {
            kept = Optional.ofNullable(condensed.get(offset));
            verdict = kept.isPresent() ? verdict : Optional.of(Expiry.THINNED);
        }
        if (verdict.isPresent()) {
            givenUp.add(verdict.get(), stream, offset);
            writer.giveUp(offset, stream, verdict.get(), 1);
        } else {
            writer.keep(kept.orElseThrow());
        }
    }

    /** Whether a HEADER has room for what is given up. */
    boolean fitsHeader() {
        return origin().rows() <= Origin.MOST_ROWS;
    }

    /** Completes the replacement, which is durable when this returns, and not yet part of the log. */
    Segment finish(long nowMillis) throws IOException {
        Segment begin = sources.get(0);
        long end = sources.get(sources.size() - 1).end();
        writer.finish(end);
        Segment.Extent extent = new Segment.Extent(
                to.lastNumber(),
                end,
                writer.totals().since(begin.before()),
                sources.stream().mapToLong(s -> s.extent().oldestMillis()).min().orElseThrow(),
                sources.stream().mapToLong(s -> s.extent().newestMillis()).max().orElseThrow(),
                to.lengthBytes(),
                writer.bytes().toMap(),
                sources.stream().mapToLong(s -> s.extent().runMillis()).max().orElseThrow());
        Segment whole = new Segment(to.home(), to.file(), begin.first(), begin.before(), origin(), extent, true);
        new GroupWriter().replace(disk, to, whole, new GroupWriter.Stamp(begin.first(), 0, nowMillis));
        whole.grow(extent.withLength(to.lengthBytes()));
        whole.cleaned(choice.deadBelow());
        ended = true;
        store.rewriting(0);
        return whole;
    }

    /** The rank of one that stands for a segment of unknown rank is as unknown: to guess would make void what counts. */
    private Origin origin() {
        Set<Long> replaced = new TreeSet<>();
        long rank = Long.MAX_VALUE;
        for (Segment old : sources) {
            replaced.add(old.generation());
            rank = Math.min(rank, old.origin().rank());
        }
        boolean known = sources.stream().allMatch(old -> old.origin().isRankKnown());
        return new Origin(
                replaced,
                known ? rank : Long.MAX_VALUE,
                choice.level(),
                writer.gone().toMap());
    }

    private void closeReader() throws IOException {
        if (reader.isPresent()) {
            SegmentReader open = reader.get();
            reader = Optional.empty();
            open.close();
        }
    }

    /** Throws away what is not finished. */
    @Override
    public void close() throws IOException {
        closeReader();
        if (!ended) {
            ended = true;
            store.rewriting(0);
            to.abandon();
            disk.delete(to.aside());
        }
    }
}
