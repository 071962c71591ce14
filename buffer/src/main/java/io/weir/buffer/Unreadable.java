package io.weir.buffer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Quarantined files in which no block is left. Kept for a human to look at until their room is needed. */
final class Unreadable {
    private final Disk disk;
    private final Deque<Path> files;
    private volatile long lengthBytes;
    private volatile int count;

    Unreadable(Disk disk, List<Path> files) throws IOException {
        this.disk = disk;
        this.files = new ArrayDeque<>(files);
        measure();
    }

    int count() {
        return count;
    }

    long lengthBytes() {
        return lengthBytes;
    }

    /** False when there is none left. Under the upkeep lock. */
    boolean deleteOldest() throws IOException {
        if (files.isEmpty()) {
            return false;
        }
        disk.delete(files.remove());
        measure();
        return true;
    }

    private void measure() throws IOException {
        long bytes = 0;
        for (Path file : files) {
            try (RawFile raw = disk.open(file, false)) {
                bytes += raw.length();
            }
        }
        lengthBytes = bytes;
        count = files.size();
    }
}
