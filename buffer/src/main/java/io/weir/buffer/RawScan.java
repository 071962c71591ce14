package io.weir.buffer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Finds the blocks of a segment without MapDB: looks at every 16th byte for one that is true. Works on whatever is
 * left of a file.
 */
final class RawScan {
    private static final int ALIGNMENT = 16;
    /** Blocks do not cross a multiple of this: MapDB's page. */
    private static final int PAGE_BYTES = 1 << 20;

    private static final int SECTOR_BYTES = 4096;

    private final RawFile raw;
    private final Block.Home home;
    private final byte[] page = new byte[PAGE_BYTES];
    private boolean sawData;

    /** Is shown every true block; the block's memory is reused after the call. */
    @FunctionalInterface
    interface Visitor {
        void block(long position, Block block);
    }

    RawScan(RawFile raw, Block.Home home) {
        this.raw = raw;
        this.home = home;
    }

    /** Where the first true block of a file says it belongs, whatever file it is. */
    static Optional<Block.Home> homeIn(Disk disk, Path file) throws IOException {
        byte[] page = new byte[PAGE_BYTES];
        try (RawFile raw = disk.open(file, false)) {
            for (long start = 0; start < raw.length(); start += PAGE_BYTES) {
                int available = raw.read(start, page, 0, PAGE_BYTES);
                for (int at = 0; at + Block.HEADER_BYTES <= available; at += ALIGNMENT) {
                    Optional<Block.Home> home = Block.homeOf(page, at, available - at);
                    if (home.isPresent()) {
                        return home;
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** Shows the blocks in the order in which they lie in the file. */
    void visit(Visitor visitor) throws IOException {
        long length = raw.length();
        for (long start = 0; start < length; start += PAGE_BYTES) {
            visitPage(start, readPage(start), visitor);
        }
    }

    /** Whether there is anything but zeros where blocks are stored. */
    boolean sawData() {
        return sawData;
    }

    private void visitPage(long start, int available, Visitor visitor) {
        int at = 0;
        while (at + Block.HEADER_BYTES <= available) {
            sawData |= start > 0 && page[at] != 0;
            Optional<Block> block = startsBlock(at) ? Block.parse(page, at, available - at, home) : Optional.empty();
            if (block.isPresent()) {
                visitor.block(start + at, block.get());
                at += roundUp(block.get().lengthBytes());
            } else {
                at += ALIGNMENT;
            }
        }
    }

    private boolean startsBlock(int at) {
        return page[at] == 'W' && page[at + 1] == 'E' && page[at + 2] == 'I' && page[at + 3] == 'R';
    }

    private static int roundUp(int length) {
        return (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    private int readPage(long start) throws IOException {
        try {
            return raw.read(start, page, 0, PAGE_BYTES);
        } catch (IOException e) {
            return readSectors(start);
        }
    }

    /** A disk that cannot read one sector can often read its neighbours. */
    private int readSectors(long start) throws IOException {
        int available = (int) Math.min(PAGE_BYTES, raw.length() - start);
        Arrays.fill(page, (byte) 0);
        for (int at = 0; at < available; at += SECTOR_BYTES) {
            try {
                raw.read(start + at, page, at, Math.min(SECTOR_BYTES, available - at));
            } catch (IOException e) {
                sawData = true;
            }
        }
        return available;
    }
}
