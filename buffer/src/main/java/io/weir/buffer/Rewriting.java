package io.weir.buffer;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One rewriting of a run of adjacent segments into one (FORMAT.md, Clean), in slices, without any lock: nothing of it
 * counts before it is exchanged. One thread.
 */
final class Rewriting implements Closeable {
    private static final long SLICE_BYTES = 4 << 20;

    private final Store store;
    private final Disk disk;
    private final Retain retain;
    private final List<Segment> sources;
    private final Choice choice;
    private final SegmentWriter to;
    private final SparseWriter writer;
    private final GivenUp givenUp;
    private final Fragments fragments = new Fragments();
    private Optional<SegmentReader> reader = Optional.empty();
    private int source;
    private int number = SegmentWriter.FIRST_NUMBER;
    private boolean ended;

    /** Something of a source is missing: it cannot be rewritten, only removed. */
    static final class DamagedException extends IOException {
        private static final long serialVersionUID = 1;

        DamagedException(Segment segment) {
            super("The segment " + segment.file() + " is damaged and stays as it is");
        }
    }

    /** What comes of one slice of the sources, in order. */
    private sealed interface Event {
        record Block(io.weir.buffer.Block block, Map<Expiry, Map<Integer, Long>> gone) implements Event {}

        record Found(LogRecord entry) implements Event {}
    }

    Rewriting(Store store, Disk disk, Retain retain, List<Segment> sources, Choice choice, SegmentWriter to) {
        this.store = store;
        this.disk = disk;
        this.retain = retain;
        this.sources = sources;
        this.choice = choice;
        this.to = to;
        long first = sources.get(0).first();
        writer = new SparseWriter(to, first, Tally.of(sources.get(0).before()));
        givenUp = new GivenUp(first);
    }

    long generation() {
        return to.home().generation();
    }

    List<Segment> sources() {
        return sources;
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
                closeReader();
                source++;
                number = SegmentWriter.FIRST_NUMBER;
            } else {
                Block block = block(current, number++);
                bytes += block.lengthBytes();
                take(block, slice);
            }
        }
        write(slice);
        store.rewriting(to.lengthBytes());
        return source < sources.size();
    }

    private Block block(Segment from, int wanted) throws IOException {
        if (reader.isEmpty()) {
            reader = Optional.of(store.open(from));
        }
        Optional<Block> block = reader.get().block(wanted);
        if (block.isEmpty()) {
            store.reportDamage(from);
            throw new DamagedException(from);
        }
        return block.get();
    }

    private void take(Block block, List<Event> slice) {
        if (block.kind() == Block.Kind.FRAGMENT) {
            fragments.add(block).ifPresent(entry -> {
                slice.add(new Event.Block(block, Map.of()));
                slice.add(new Event.Found(entry));
            });
            return;
        }
        List<Event> entries = new ArrayList<>();
        EntryReader in = new EntryReader(block);
        while (in.next()) {
            entries.add(new Event.Found(in.entry()));
        }
        slice.add(new Event.Block(block, block.isSparse() ? in.gone() : Map.of()));
        slice.addAll(entries);
    }

    private void write(List<Event> slice) throws IOException {
        Map<Long, LogRecord> condensed = condense(slice);
        for (Event event : slice) {
            if (event instanceof Event.Block begun) {
                writer.writtenAt(begun.block().first(), begun.block().writtenAtMillis());
                stayGone(begun.block().first(), begun.gone());
            } else if (event instanceof Event.Found found) {
                write(found.entry(), condensed);
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

    private Map<Long, LogRecord> condense(List<Event> slice) {
        Map<Integer, List<LogRecord>> runs = new TreeMap<>();
        for (Event event : slice) {
            if (event instanceof Event.Found found) {
                LogRecord entry = found.entry();
                boolean stays =
                        choice.verdict(entry.stream(), entry.offset().value()).isEmpty();
                if (stays && choice.thinned().contains(entry.stream())) {
                    runs.computeIfAbsent(entry.stream(), s -> new ArrayList<>()).add(entry);
                }
            }
        }
        Map<Long, LogRecord> condensed = new HashMap<>();
        runs.forEach((stream, run) -> {
            List<LogRecord> fewer = retain.thin(stream, Collections.unmodifiableList(run), choice.level());
            requireFrom(run, fewer, stream);
            fewer.forEach(entry -> condensed.put(entry.offset().value(), entry));
        });
        return condensed;
    }

    /** A condensed record must stand where one of the run stood. */
    private static void requireFrom(List<LogRecord> run, List<LogRecord> fewer, int stream) {
        int at = 0;
        for (LogRecord entry : fewer) {
            while (at < run.size()
                    && run.get(at).offset().value() < entry.offset().value()) {
                at++;
            }
            if (at == run.size() || !run.get(at).offset().equals(entry.offset()) || entry.stream() != stream) {
                throw new IllegalStateException("Thinning stream " + stream + " answered a record at " + entry.offset()
                        + " where there was none, or twice, or not in order");
            }
            at++;
        }
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
        Origin origin = origin();
        if (origin.rows() > Origin.MOST_ROWS) {
            throw new DamagedException(begin);
        }
        Segment whole = new Segment(to.home(), to.file(), begin.first(), begin.before(), origin, extent, true);
        new GroupWriter().replace(disk, to, whole, new GroupWriter.Stamp(begin.first(), 0, nowMillis));
        whole.grow(extent.withLength(to.lengthBytes()));
        whole.cleaned(choice.deadBelow());
        ended = true;
        store.rewriting(0);
        return whole;
    }

    private Origin origin() {
        Set<Long> replaced = new TreeSet<>();
        long rank = Long.MAX_VALUE;
        for (Segment old : sources) {
            replaced.add(old.generation());
            rank = Math.min(rank, old.origin().rank());
        }
        return new Origin(replaced, rank, choice.level(), writer.gone().toMap());
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
