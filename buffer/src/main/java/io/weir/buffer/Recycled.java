package io.weir.buffer;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Files of segments that nobody needs, kept to be overwritten: a commit into one changes neither its size nor what is
 * allocated, so that the file system has nothing to write but the data (FORMAT.md, Delete). Any thread.
 */
final class Recycled {
    private static final int MOST_FILES = 2;
    /** A segment may be longer than its blocks by its first page and a part of its last. */
    private static final long MOST_BEYOND_BYTES = 3 * Quota.PAGE_BYTES;

    private final Disk disk;
    private final Path folder;
    private final long segmentSizeBytes;
    /** Their old names may come back with a power cut. */
    private final Deque<Old> renamed = new ArrayDeque<>();

    private final Deque<Old> ready = new ArrayDeque<>();
    private volatile long lengthBytes;
    private long taken;

    private record Old(long generation, Path file, long lengthBytes) {}

    Recycled(Disk disk, Path folder, long segmentSizeBytes) {
        this.disk = disk;
        this.folder = folder;
        this.segmentSizeBytes = segmentSizeBytes;
    }

    /** Takes the file of a removed segment, which the durable state names as such; false if it is of no use here. */
    synchronized boolean keep(Segment segment) throws IOException {
        long length = segment.extent().lengthBytes();
        boolean fits = length >= segmentSizeBytes && length <= segmentSizeBytes + MOST_BEYOND_BYTES;
        boolean room = renamed.size() + ready.size() < MOST_FILES;
        if (!fits || !room || !folder.equals(segment.file().getParent()) || !segment.retire()) {
            return false;
        }
        Path aside = SegmentFile.unfinished(folder, segment.generation());
        try {
            disk.rename(segment.file(), aside);
        } catch (NoSuchFileException e) {
            return false; // somebody has deleted it
        }
        renamed.add(new Old(segment.generation(), aside, length));
        lengthBytes += length;
        return true;
    }

    /** The folder was synced after all that was kept. */
    synchronized void synced() {
        ready.addAll(renamed);
        renamed.clear();
    }

    synchronized Optional<Path> take() {
        Optional<Old> old = Optional.ofNullable(ready.poll());
        old.ifPresent(taking -> {
            lengthBytes -= taking.lengthBytes();
            taken++;
        });
        return old.map(Old::file);
    }

    /** Of the segments whose files these were. */
    synchronized List<Long> generations() {
        return Stream.concat(renamed.stream(), ready.stream())
                .map(Old::generation)
                .toList();
    }

    /** How many were overwritten. */
    synchronized long taken() {
        return taken;
    }

    /** Never waits. */
    long lengthBytes() {
        return lengthBytes;
    }

    /** The space is needed more than the files. */
    synchronized void giveBack() throws IOException {
        ready.addAll(renamed);
        renamed.clear();
        while (!ready.isEmpty()) {
            disk.delete(ready.element().file());
            lengthBytes -= ready.remove().lengthBytes();
        }
    }
}
