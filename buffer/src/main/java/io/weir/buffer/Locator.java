package io.weir.buffer;

import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds places in the log and the totals of all streams there. Safe for any thread. */
final class Locator {
    private final Store store;

    Locator(Store store) {
        this.store = store;
    }

    /**
     * An offset and how many entries of each stream came before it.
     *
     * @param gone what was given up beyond it, as far as segments say that begin there or later
     */
    record Place(long offset, Map<Integer, Long> totals, Map<Expiry, Map<Integer, Long>> gone) {}

    Place find(Start start) throws IOException {
        if (start instanceof Start.At at) {
            return at(at.offset().value());
        }
        if (start instanceof Start.Since since) {
            return at(since(since.appendedAt()));
        }
        return at(start instanceof Start.Oldest ? 0 : Long.MAX_VALUE);
    }

    /** The place of this offset, or the nearest that exists. */
    Place at(long wanted) throws IOException {
        Tail.End end = store.tail().end();
        Optional<Segment> segment = store.catalog().reaching(wanted);
        if (segment.isEmpty() || wanted >= end.offset()) {
            return place(end.offset(), end.totals());
        }
        if (wanted <= segment.get().first()) {
            return place(segment.get().first(), segment.get().before());
        }
        return within(segment.get(), wanted, end);
    }

    private Place place(long offset, Map<Integer, Long> totals) {
        return new Place(offset, totals, store.catalog().goneFrom(offset));
    }

    /** If the place itself is lost, the next one that is not: only there the totals are known. */
    private Place within(Segment segment, long wanted, Tail.End end) throws IOException {
        Tally totals = Tally.of(segment.before());
        long expected = segment.first();
        boolean lost = false;
        try (Walk walk = new Walk(store, segment.first())) {
            while (true) {
                Step step = walk.next(end.offset());
                if (step instanceof Step.Found found) {
                    Block block = found.block();
                    lost |= block.first() > expected;
                    expected = block.end();
                    if (block.reaches(wanted)) {
                        countUpTo(block, wanted, totals);
                        if (lost) {
                            countLost(walk, block, end, totals);
                        }
                        return place(Math.max(wanted, block.first()), totals.toMap());
                    }
                    countAll(block, totals);
                } else if (step instanceof Step.Entered entered
                        && entered.segment().first() < wanted) {
                    totals.raiseTo(entered.segment().before());
                } else {
                    return step instanceof Step.Left left
                            ? place(left.segment().end(), left.segment().after())
                            : place(wanted, totals.toMap());
                }
            }
        }
    }

    /**
     * A block before this one is lost: of streams that are not in this one, the next block with them tells what was in it. If
     * more is lost before that, nobody can say which of it was where: all of it counts as before this place, so
     * that a cursor that begins here is never told of a loss that was not its own.
     */
    private static void countLost(Walk walk, Block here, Tail.End end, Tally totals) throws IOException {
        Set<Integer> known = new HashSet<>(here.streams().beforeByStream().keySet());
        Step step = walk.next(end.offset());
        while (step instanceof Step.Found found) {
            found.block().streams().beforeByStream().forEach((stream, before) -> {
                if (known.add(stream)) {
                    totals.raiseTo(Map.of(stream, before));
                }
            });
            step = walk.next(end.offset());
        }
        Tally then = totalsAt(step, walk, end);
        then.keepUnless(known);
        totals.raiseTo(then.toMap());
    }

    /** Where the blocks of a segment end. */
    private static Tally totalsAt(Step step, Walk walk, Tail.End end) throws IOException {
        if (step instanceof Step.Entered entered) {
            return Tally.of(entered.segment().before());
        }
        if (step instanceof Step.Left left) {
            Tally after = Tally.of(left.segment().after());
            Step behind = walk.next(end.offset()); // it may know of more than what is left of the segment tells
            if (behind instanceof Step.Entered next
                    && next.segment().first() <= left.segment().end()) {
                after.raiseTo(next.segment().before());
            }
            return after;
        }
        return Tally.of(end.totals());
    }

    private static void countAll(Block block, Tally totals) {
        StreamTable table = block.streams();
        for (int slot = 0; slot < table.size(); slot++) {
            totals.set(table.stream(slot), table.after(slot));
        }
    }

    /** What was given up of a sparse block is behind every place in it. */
    private static void countUpTo(Block block, long wanted, Tally totals) {
        totals.raiseTo(block.streams().beforeByStream());
        if (block.kind() == Block.Kind.FRAGMENT) {
            return;
        }
        EntryReader entries = new EntryReader(block);
        while (entries.next()) {
            if (entries.offset() < wanted) {
                totals.add(entries.stream(), 1);
            }
        }
        if (block.isSparse()) {
            entries.gone().values().forEach(totals::addAll);
        }
    }

    private long since(Instant appendedAt) throws IOException {
        long millis = appendedAt.toEpochMilli();
        List<Segment> segments = store.catalog().segments();
        for (Segment segment : segments) {
            if (segment.extent().newestMillis() >= millis) {
                return since(segment, millis);
            }
        }
        return Long.MAX_VALUE;
    }

    private long since(Segment segment, long millis) throws IOException {
        try (Walk walk = new Walk(store, segment.first())) {
            while (true) {
                Step step = walk.next(Long.MAX_VALUE);
                if (step instanceof Step.Found found && found.block().writtenAtMillis() >= millis) {
                    return found.block().first();
                }
                if (step instanceof Step.AtEnd || step instanceof Step.Left) {
                    return segment.end();
                }
            }
        }
    }
}
