package io.weir.buffer;

import java.io.IOException;
import java.util.function.LongSupplier;

/**
 * How much may be written: the buffer's own quota, and what the disk has. Any thread; asking costs no system call,
 * the disk is looked at by {@link #look}.
 */
final class Quota {
    /** Allocation goes by whole MapDB pages, and every segment begins with one. */
    static final long PAGE_BYTES = 1 << 20;
    /** Three state files of a segment's first page and one more. */
    static final long STATE_BYTES = 6 * PAGE_BYTES;
    /** For the log's own state, checkpoints and the spare segment. */
    static final long OVERHEAD_BYTES = 14 * PAGE_BYTES;

    private final Disk disk;
    private final Layout layout;
    private final LogConfig config;
    private final LongSupplier usedBytes;
    private final LongSupplier asideBytes;
    private final LongSupplier leavingBytes;
    /** Kept free for a replacement, which must be whole before anything can go. */
    private final long reserveBytes;

    private volatile Look last = new Look(Long.MAX_VALUE, 0);

    /** What the disk had left, and how much of the quota was used then. */
    private record Look(long usableBytes, long usedBytes) {}

    Quota(Parts parts) {
        LogConfig config = parts.config();
        long needed = 2 * config.segmentSizeBytes() + config.ballastBytes() + OVERHEAD_BYTES;
        long aside = costBytes(config.segmentSizeBytes()) + PAGE_BYTES;
        long least = config.whenFull() == WhenFull.THIN ? needed + aside : needed;
        if (config.maxSizeBytes() < least) {
            throw new IllegalArgumentException("maxSizeBytes (" + config.maxSizeBytes()
                    + ") must hold two segments, the ballast and the log's own files, and to thin a third segment: at least "
                    + least);
        }
        this.disk = parts.disk();
        this.layout = parts.layout();
        this.config = config;
        this.usedBytes = parts::claimedBytes;
        this.asideBytes = parts.store()::rewritingBytes;
        this.leavingBytes = parts.beside()::leavingBytes;
        this.reserveBytes = Math.min(config.maxSizeBytes() - needed, aside);
    }

    long usedBytes() {
        return usedBytes.getAsLong();
    }

    /** What these bytes of entries may take on the disk. */
    static long costBytes(long bytes) {
        return bytes + bytes / 8 + 2 * PAGE_BYTES;
    }

    /** What is kept free for a replacement is in use as long as it and what it has replaced are both there. */
    boolean fits(long bytes) {
        long reserved = Math.max(0, reserveBytes - asideBytes.getAsLong() - leavingBytes.getAsLong());
        return usedBytes() + costBytes(bytes) + reserved <= config.maxSizeBytes();
    }

    /** Whether so much fits when the files are unlinked that are no longer part of the log. */
    boolean willFit(long bytes) {
        long reserved = Math.max(0, reserveBytes - asideBytes.getAsLong());
        return usedBytes() - leavingBytes.getAsLong() + costBytes(bytes) + reserved <= config.maxSizeBytes();
    }

    /** Whether a replacement of so many bytes may be written beside what it replaces. */
    boolean fitsAside(long bytes) {
        return usedBytes() + costBytes(bytes) <= config.maxSizeBytes() && diskHas(bytes);
    }

    boolean isHalfUsed() {
        return usedBytes() >= config.maxSizeBytes() / 2;
    }

    boolean diskHas(long bytes) {
        Look look = last;
        long grown = Math.max(0, usedBytes() - look.usedBytes());
        return look.usableBytes() - grown - costBytes(bytes) >= config.minFreeBytes();
    }

    /** Room that retention makes before it is asked for; {@code wished}: what was asked for and was not there. */
    long headroomBytes(long wished) {
        return Math.min(Math.max(wished, config.segmentSizeBytes() + 3 * PAGE_BYTES), config.maxSizeBytes() / 4);
    }

    void look() throws IOException {
        long used = usedBytes();
        try {
            last = new Look(disk.usableBytes(layout.directory()), used);
        } catch (IOException e) {
            last = new Look(
                    0, used); // a file that is open can still be written and synced although its directory is gone
            throw e;
        }
    }

    void demand(long bytes) throws LogFullException {
        if (!fits(bytes)) {
            throw new LogFullException("No room for " + bytes + " bytes: the buffer uses " + usedBytes() + " of its "
                    + config.maxSizeBytes());
        }
        if (!diskHas(bytes)) {
            throw new LogFullException("No room for " + bytes + " bytes: the disk has " + last.usableBytes()
                    + " left, of which " + config.minFreeBytes() + " are to stay free");
        }
    }
}
