package io.weir.buffer;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.mapdb.StoreDirect;

/**
 * Reads blocks of a segment by their number, through a read-only MapDB store; what MapDB cannot find is looked for in
 * the raw file. Also reads a segment that is being written, as far as it is synced. Not thread-safe; close it.
 */
final class SegmentReader implements Closeable {
    private final RawFile raw;
    private final Block.Home home;
    private final ReadPages pages;
    private final Optional<StoreDirect> store;
    private final Map<Integer, Long> positions = new HashMap<>();
    private final Runnable whenClosed;
    private boolean scanned;
    private boolean closed;

    private SegmentReader(
            RawFile raw, Block.Home home, ReadPages pages, Optional<StoreDirect> store, Runnable whenClosed) {
        this.raw = raw;
        this.home = home;
        this.pages = pages;
        this.store = store;
        this.whenClosed = whenClosed;
    }

    /** Fails only if the file cannot be opened; a damaged one opens. */
    static SegmentReader open(Disk disk, Path file, Block.Home home) throws IOException {
        return open(disk, file, home, Optional.empty(), () -> {});
    }

    /** With the front of a segment that this process is writing. */
    static SegmentReader open(Disk disk, Path file, Block.Home home, Optional<Front> front, Runnable whenClosed)
            throws IOException {
        RawFile raw = disk.open(file, false);
        ReadPages pages = new ReadPages(raw, front);
        try {
            return new SegmentReader(raw, home, pages, Optional.of(Mapdb.open(file, pages)), whenClosed);
        } catch (RuntimeException | AssertionError e) {
            return new SegmentReader(raw, home, pages, Optional.empty(), whenClosed);
        }
    }

    /** Whether MapDB understands the file. */
    boolean isOpenable() {
        return store.isPresent();
    }

    RawFile raw() {
        return raw;
    }

    /** The block of this number if it is there and true, wherever in the file. */
    Optional<Block> block(int number) throws IOException {
        Optional<Block> block = stored(number);
        return block.isPresent() ? block : salvaged(number);
    }

    /** The block of this number as MapDB finds it. */
    Optional<Block> stored(int number) {
        if (store.isEmpty()) {
            return Optional.empty();
        }
        try {
            pages.beginBlock();
            ByteBuffer found = store.get().get(number, Mapdb.BLOCK);
            return found == null
                    ? Optional.empty()
                    : numbered(number, Block.parse(found.array(), found.arrayOffset(), found.limit(), home));
        } catch (RuntimeException | AssertionError e) {
            return Optional.empty(); // damaged pointers show in as many ways as MapDB has methods
        }
    }

    private Optional<Block> salvaged(int number) throws IOException {
        if (!scanned) {
            scanned = true;
            new RawScan(raw, home).visit((position, block) -> positions.putIfAbsent(block.number(), position));
        }
        Long position = positions.get(number);
        if (position == null) {
            return Optional.empty();
        }
        return numbered(number, RawScan.blockAt(raw, position, home));
    }

    /** Whether the raw file, if it was searched, held any block of the segment. */
    boolean foundAny() {
        return !positions.isEmpty();
    }

    private static Optional<Block> numbered(int number, Optional<Block> block) {
        return block.filter(b -> b.number() == number);
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            try {
                raw.close();
            } finally {
                whenClosed.run();
            }
        }
    }
}
