package io.weir.buffer;

import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Turns the blocks of a {@link Walk} into the records of some streams. Not thread-safe; close it. */
final class RecordReader implements Closeable {
    private final Walk walk;
    private final Set<Integer> streams;
    private long from;
    private final Witness witness;
    private final Fragments fragments = new Fragments();
    private Optional<EntryReader> entries = Optional.empty();
    private long blockEnd;

    /** Is told what lies between the records. */
    interface Witness {
        /** The totals that some streams have at this offset, and what is missing before it because it was given up. */
        void totals(Map<Integer, Long> known, long at, Map<Expiry, Map<Integer, Long>> gone);

        /** Everything of the reader's streams below this offset was handed out. */
        void passed(long offset);

        /** The reader stands where a segment begins or ends. */
        void between(long offset);
    }

    /** For those who only want the records. */
    static final Witness INDIFFERENT = new Witness() {
        @Override
        public void totals(Map<Integer, Long> known, long at, Map<Expiry, Map<Integer, Long>> gone) {}

        @Override
        public void passed(long offset) {}

        @Override
        public void between(long offset) {}
    };

    RecordReader(Store store, Set<Integer> streams, long from, Witness witness) {
        this.walk = new Walk(store, from);
        this.streams = streams;
        this.from = from;
        this.witness = witness;
    }

    /** One step: a record, or nothing yet. */
    sealed interface Next {
        record Found(LogRecord entry) implements Next {}

        record GoOn() implements Next {}

        record AtEnd() implements Next {}
    }

    /** What is below this end; its totals hold there. */
    Next next(Tail.End end) throws IOException {
        if (entries.isPresent()) {
            return nextEntry(entries.get());
        }
        Step step = walk.next(end.offset());
        if (step instanceof Step.AtEnd atEnd) {
            if (atEnd.nothingAhead()) {
                witness.totals(end.totals(), end.offset(), Map.of());
                witness.passed(end.offset());
            }
            return new Next.AtEnd();
        }
        if (step instanceof Step.Entered entered) {
            Segment segment = entered.segment();
            witness.totals(segment.before(), segment.first(), Map.of());
            if (segment.first() >= from) {
                witness.between(segment.first());
            }
        } else if (step instanceof Step.Left left) {
            witness.totals(left.segment().after(), left.segment().end(), Map.of());
            witness.passed(left.segment().end());
            witness.between(left.segment().end());
        } else if (step instanceof Step.Found found) {
            return begin(found.block());
        }
        return new Next.GoOn();
    }

    private Next begin(Block block) {
        blockEnd = block.end();
        if (block.first() >= from) {
            witness.totals(block.streams().beforeByStream(), block.first(), Map.of());
        }
        if (block.kind() == Block.Kind.FRAGMENT) {
            return part(block);
        }
        if (block.streams().hasAny(streams)) {
            entries = Optional.of(new EntryReader(block));
        } else {
            from = Math.max(from, blockEnd);
            witness.passed(blockEnd);
        }
        return new Next.GoOn();
    }

    private Next part(Block block) {
        Optional<LogRecord> whole = fragments.add(block);
        if (whole.isPresent()
                && streams.contains(whole.get().stream())
                && whole.get().offset().value() >= from) {
            from = blockEnd;
            return new Next.Found(whole.get());
        }
        if (block.count() > 0) {
            witness.totals(totalsAfter(block), blockEnd, Map.of());
            witness.passed(blockEnd);
        }
        return new Next.GoOn();
    }

    private static Map<Integer, Long> totalsAfter(Block block) {
        StreamTable table = block.streams();
        return Map.of(table.stream(0), table.after(0));
    }

    private Next nextEntry(EntryReader reader) {
        while (reader.next()) {
            if (reader.offset() >= from && streams.contains(reader.stream())) {
                return new Next.Found(reader.entry());
            }
        }
        entries = Optional.empty();
        if (reader.block().isSparse()) {
            witness.totals(reader.block().streams().afterByStream(), blockEnd, reader.gone());
        }
        witness.passed(blockEnd);
        from = Math.max(from, blockEnd); // a replacement may have its blocks cut elsewhere
        return new Next.GoOn();
    }

    @Override
    public void close() throws IOException {
        walk.close();
    }
}
