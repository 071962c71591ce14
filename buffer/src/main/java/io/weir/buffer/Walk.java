package io.weir.buffer;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/** Goes through the committed blocks from an offset on, over all segments. Not thread-safe; close it. */
final class Walk implements Closeable {
    private final Store store;
    private Optional<Segment> segment = Optional.empty();
    private Optional<SegmentReader> reader = Optional.empty();
    private long offset;
    private int number;

    Walk(Store store, long from) {
        this.store = store;
        this.offset = from;
    }

    /** The next thing below this end of the log. */
    Step next(long endOffset) throws IOException {
        while (true) {
            if (segment.isEmpty()) {
                Optional<Segment> entered = store.catalog().reaching(offset);
                if (entered.isEmpty() || entered.get().first() >= endOffset) {
                    return new Step.AtEnd(entered.isEmpty());
                }
                return enter(entered.get());
            }
            Segment current = segment.get();
            boolean complete = current.isComplete();
            if (number > current.extent().lastNumber()) {
                return complete ? leave(current) : new Step.AtEnd(false);
            }
            Optional<Block> block = fetch(current, number);
            if (block.isEmpty() && !store.catalog().contains(current)) {
                close(); // retention was faster: go on behind it
                continue;
            }
            if (block.isPresent() && block.get().first() >= endOffset) {
                return new Step.AtEnd(false);
            }
            number++;
            if (block.isPresent() && block.get().reaches(offset)) {
                offset = block.get().end();
                return new Step.Found(block.get());
            }
        }
    }

    private Step enter(Segment entered) throws IOException {
        segment = Optional.of(entered);
        number = SegmentWriter.FIRST_NUMBER;
        if (offset > entered.first()) {
            number = locate(entered);
        }
        return new Step.Entered(entered);
    }

    private Step leave(Segment left) throws IOException {
        offset = Math.max(offset, left.end());
        close();
        return new Step.Left(left);
    }

    /** The first block that a reader at the offset needs, or one shortly before it. */
    private int locate(Segment entered) throws IOException {
        int low = SegmentWriter.FIRST_NUMBER;
        int high = entered.extent().lastNumber();
        while (low < high) {
            int middle = (low + high) >>> 1;
            int probe = middle;
            Optional<Block> block = fetch(entered, probe);
            while (block.isEmpty() && probe < high) {
                block = fetch(entered, ++probe);
            }
            if (block.isEmpty() || block.get().reaches(offset)) {
                high = middle;
            } else {
                low = probe + 1;
            }
        }
        return low;
    }

    private Optional<Block> fetch(Segment from, int wanted) throws IOException {
        Optional<Block> held = store.tail().block(from.generation(), wanted);
        if (held.isPresent()) {
            return held;
        }
        try {
            if (reader.isEmpty()) {
                reader = Optional.of(store.open(from));
            }
        } catch (NoSuchFileException e) {
            if (store.catalog().contains(from)) {
                store.reportDamage(from);
            }
            return Optional.empty();
        }
        Optional<Block> block = reader.get().block(wanted);
        if (block.isEmpty()) {
            store.reportDamage(from);
        }
        return block;
    }

    @Override
    public void close() throws IOException {
        segment = Optional.empty();
        if (reader.isPresent()) {
            SegmentReader open = reader.get();
            reader = Optional.empty();
            open.close();
        }
    }
}
