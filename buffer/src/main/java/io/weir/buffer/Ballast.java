package io.weir.buffer;

import java.io.IOException;
import java.nio.file.Path;

/** A file of zeros that is given up when the disk is full, so that cursors and checkpoints can still be written. Any thread. */
final class Ballast {
    private static final int CHUNK_BYTES = 1 << 16;

    private final Disk disk;
    private final Path directory;
    private final Path file;
    private final long wantedBytes;
    private volatile long heldBytes;

    Ballast(Disk disk, Layout layout, long wantedBytes) throws IOException {
        this.disk = disk;
        this.directory = layout.directory();
        this.file = layout.ballast();
        this.wantedBytes = wantedBytes;
        this.heldBytes = disk.exists(file) ? lengthOf(file) : 0;
    }

    private long lengthOf(Path path) throws IOException {
        try (RawFile raw = disk.open(path, false)) {
            return raw.length();
        }
    }

    long heldBytes() {
        return heldBytes;
    }

    boolean isWhole() {
        return heldBytes >= wantedBytes;
    }

    /** Takes the space again; the caller knows that there is plenty. */
    synchronized void restore() throws IOException {
        try {
            fill();
            heldBytes = wantedBytes;
        } catch (IOException e) {
            release();
            throw e;
        }
    }

    private void fill() throws IOException {
        byte[] zeros = new byte[CHUNK_BYTES];
        try (RawFile raw = disk.open(file, true)) {
            for (long at = heldBytes; at < wantedBytes; at += CHUNK_BYTES) {
                raw.write(at, zeros, 0, (int) Math.min(CHUNK_BYTES, wantedBytes - at));
            }
            raw.sync();
        }
    }

    /** What must be written even if the disk is full. */
    @FunctionalInterface
    interface Writing {
        void run() throws IOException;
    }

    /** If the disk is too full for it, it is done again without the ballast. */
    void insist(Writing writing) throws IOException {
        try {
            writing.run();
        } catch (IOException e) {
            if (!releaseIfFull()) {
                throw e;
            }
            writing.run();
        }
    }

    /** Whether there is room now that there was not. */
    synchronized boolean releaseIfFull() throws IOException {
        boolean full = heldBytes > 0 && disk.usableBytes(directory) < wantedBytes;
        if (full) {
            release();
        }
        return full;
    }

    synchronized void release() throws IOException {
        disk.delete(file);
        heldBytes = 0;
    }
}
