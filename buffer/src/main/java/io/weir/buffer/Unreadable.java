package io.weir.buffer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;

/** Quarantined files that are not read. Kept for a human to look at until their room is needed. */
final class Unreadable {
    private final Disk disk;
    private final Deque<Path> files = new ArrayDeque<>();
    private volatile long lengthBytes;
    private volatile int count;

    /** What cannot be opened, as a directory, was never ours and stays. */
    Unreadable(Disk disk, List<Path> files) {
        this.disk = disk;
        files.stream().filter(file -> lengthOf(file).isPresent()).forEach(this.files::add);
        measure();
    }

    int count() {
        return count;
    }

    long lengthBytes() {
        return lengthBytes;
    }

    /** Under the upkeep lock. */
    List<Path> files() {
        return List.copyOf(files);
    }

    /** False when there is none left. Under the upkeep lock. */
    boolean deleteOldest() throws IOException {
        if (files.isEmpty()) {
            return false;
        }
        try {
            disk.delete(files.remove());
        } finally {
            measure(); // one that stays is found beside the log
        }
        return true;
    }

    private void measure() {
        lengthBytes = files.stream().mapToLong(file -> lengthOf(file).orElse(0)).sum();
        count = files.size();
    }

    private OptionalLong lengthOf(Path file) {
        try (RawFile raw = disk.open(file, false)) {
            return OptionalLong.of(raw.length());
        } catch (IOException e) {
            return OptionalLong.empty(); // it is gone, or none
        }
    }
}
