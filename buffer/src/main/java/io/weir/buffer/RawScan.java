package io.weir.buffer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Finds the blocks of a segment without MapDB: looks at every 16th byte for one that is true. Works on whatever is
 * left of a file.
 */
final class RawScan {
    private static final int ALIGNMENT = 16;
    /** Blocks do not cross a multiple of this: MapDB's page. The first holds only its header and index. */
    private static final int PAGE_BYTES = 1 << 20;

    private static final int SECTOR_BYTES = 4096;
    private static final int SMALLEST_SECTOR_BYTES = 512;
    private static final byte[] ZEROS = new byte[SECTOR_BYTES];

    private static final Block.Home NOBODY = new Block.Home(0, 0);

    /** The memory of the last scan that has ended: most scans follow one another, and each needs a MiB. */
    private static final AtomicReference<byte[]> FREE = new AtomicReference<>(new byte[0]);

    private final RawFile raw;
    private final Block.Home home;
    private byte[] page;
    private boolean sawData;

    /** Is shown every true block; the block's memory is reused after the call. */
    @FunctionalInterface
    interface Visitor {
        void block(long position, Block block);
    }

    RawScan(RawFile raw, Block.Home home) {
        this(raw, home, new byte[0]);
    }

    private RawScan(RawFile raw, Block.Home home, byte[] page) {
        this.raw = raw;
        this.home = home;
        this.page = page;
    }

    /** The block at this place if there is a true one, although the disk may not give every sector around it. */
    static Optional<Block> blockAt(RawFile raw, long position, Block.Home home) throws IOException {
        try {
            byte[] head = new byte[Block.HEADER_BYTES];
            raw.read(position, head, 0, head.length);
            byte[] bytes = new byte[Math.max(head.length, Math.min(Block.lengthIn(head), Block.MAX_STORED_BYTES))];
            return Block.parse(bytes, 0, raw.read(position, bytes, 0, bytes.length), home);
        } catch (IOException e) {
            return blockBetweenBadSectors(raw, position, home);
        }
    }

    private static Optional<Block> blockBetweenBadSectors(RawFile raw, long position, Block.Home home)
            throws IOException {
        int inSector = (int) (position % SECTOR_BYTES);
        RawScan scan = new RawScan(raw, home, new byte[Block.MAX_STORED_BYTES + 2 * SECTOR_BYTES]);
        int available = scan.readPage(position - inSector, raw.length());
        return Block.parse(scan.page, inSector, available - inSector, home);
    }

    /** Where a file says it belongs, by its claim or its first block, whatever file it is. */
    static Optional<Block.Home> homeIn(Disk disk, Path file, Keys keys) throws IOException {
        try (RawFile raw = disk.open(file, false)) {
            Optional<Block.Home> claim = Claim.in(raw, keys);
            return claim.isPresent() ? claim : new RawScan(raw, NOBODY).firstHome(keys);
        }
    }

    private Optional<Block.Home> firstHome(Keys keys) throws IOException {
        page = takePage();
        try {
            long end = end();
            for (long start = PAGE_BYTES; start < end; start += PAGE_BYTES) {
                Optional<Block.Home> found = homeIn(page, readPage(start, end), keys);
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        } finally {
            FREE.set(page);
        }
    }

    /** Zeros may be the last bytes of a block. */
    private long end() throws IOException {
        return Math.min(raw.length(), raw.dataEnd() + Block.MAX_STORED_BYTES);
    }

    private static byte[] takePage() {
        byte[] free = FREE.getAndSet(new byte[0]);
        return free.length == PAGE_BYTES ? free : new byte[PAGE_BYTES];
    }

    private static Optional<Block.Home> homeIn(byte[] page, int available, Keys keys) {
        int at = 0;
        while (at + Block.HEADER_BYTES <= available) {
            if (isEmptySector(page, at, available)) {
                at += SECTOR_BYTES;
                continue;
            }
            Optional<Block.Home> home =
                    startsBlock(page, at) ? Block.homeOf(page, at, available - at, keys) : Optional.empty();
            if (home.isPresent()) {
                return home;
            }
            at += ALIGNMENT;
        }
        return Optional.empty();
    }

    /**
     * Shows the blocks in the order in which they lie in the file.
     *
     * @throws UnknownKeyException if one is encrypted under a key that is not known
     */
    void visit(Visitor visitor) throws IOException {
        page = takePage();
        try {
            long end = end();
            for (long start = PAGE_BYTES; start < end; start += PAGE_BYTES) {
                visitPage(start, readPage(start, end), visitor);
            }
        } finally {
            FREE.set(page);
        }
    }

    /** Whether there is anything but zeros where blocks are stored. */
    boolean sawData() {
        return sawData;
    }

    private void visitPage(long start, int available, Visitor visitor) throws IOException {
        int at = 0;
        while (at + Block.HEADER_BYTES <= available) {
            if (isEmptySector(page, at, available)) {
                at += SECTOR_BYTES;
                continue;
            }
            sawData |= page[at] != 0;
            Optional<Block> block =
                    startsBlock(page, at) ? Block.parse(page, at, available - at, home) : Optional.empty();
            if (block.isPresent()) {
                visitor.block(start + at, block.get());
                at += roundUp(block.get().lengthBytes());
            } else {
                requireKey(at, available);
                at += ALIGNMENT;
            }
        }
    }

    private void requireKey(int at, int available) throws UnknownKeyException {
        if (startsBlock(page, at)
                && available - at >= Block.HEADER_BYTES + Integer.BYTES
                && home.keys().lacks(page, at)
                && Block.isStored(page, at, available - at, home)) {
            throw home.keys().missing(page, at);
        }
    }

    /** Most of a young segment is zeros; they are passed over in large steps. */
    private static boolean isEmptySector(byte[] page, int at, int available) {
        return at % SECTOR_BYTES == 0
                && at + SECTOR_BYTES <= available
                && Arrays.equals(page, at, at + SECTOR_BYTES, ZEROS, 0, SECTOR_BYTES);
    }

    private static boolean startsBlock(byte[] page, int at) {
        return page[at] == 'W' && page[at + 1] == 'E' && page[at + 2] == 'I' && page[at + 3] == 'R';
    }

    private static int roundUp(int length) {
        return (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    private int readPage(long start, long end) throws IOException {
        int wanted = (int) Math.min(page.length, end - start);
        try {
            return raw.read(start, page, 0, wanted);
        } catch (IOException e) {
            return readSectors(start, wanted);
        }
    }

    /** A disk that cannot read one sector can often read its neighbours. */
    private int readSectors(long start, int wanted) throws IOException {
        int available = (int) Math.min(wanted, raw.length() - start);
        Arrays.fill(page, (byte) 0);
        for (int at = 0; at < available; at += SECTOR_BYTES) {
            int end = Math.min(at + SECTOR_BYTES, available);
            if (!isRead(start, at, end)) {
                for (int part = at; part < end; part += SMALLEST_SECTOR_BYTES) {
                    isRead(start, part, Math.min(part + SMALLEST_SECTOR_BYTES, end));
                }
                sawData = true;
            }
        }
        return available;
    }

    private boolean isRead(long start, int from, int to) {
        try {
            raw.read(start + from, page, from, to - from);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
