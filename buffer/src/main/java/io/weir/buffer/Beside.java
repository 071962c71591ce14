package io.weir.buffer;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What takes room in the directory and is no part of the log: files that it has done with, until they are unlinked, and
 * those that somebody else has put there. Any thread.
 */
final class Beside {
    private final Map<Long, Long> leaving = new TreeMap<>();
    private volatile long leavingBytes;
    /** As far as {@link Inventory} has found them. */
    private volatile long foreignBytes;

    /** With what a process has left that died before it had unlinked everything. */
    static Beside of(Collection<Long> removing, Disk disk, Layout layout) throws IOException {
        Beside beside = new Beside();
        for (long generation : removing) {
            beside.leaves(generation, lengthOf(disk, SegmentFile.in(layout.log(), generation)));
            beside.leaves(generation, lengthOf(disk, SegmentFile.in(layout.quarantine(), generation)));
        }
        return beside;
    }

    private static long lengthOf(Disk disk, Path file) throws IOException {
        try (RawFile raw = disk.open(file, false)) {
            return raw.length();
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    synchronized void leaves(long generation, long bytes) {
        leaving.merge(generation, bytes, Long::sum);
        measure();
    }

    synchronized void gone(long generation) {
        leaving.remove(generation);
        measure();
    }

    synchronized Set<Long> leaving() {
        return Set.copyOf(leaving.keySet());
    }

    private void measure() {
        leavingBytes = leaving.values().stream().mapToLong(Long::longValue).sum();
    }

    /** What was found that is not ours. */
    void foreign(long bytes) {
        foreignBytes = bytes;
    }

    /** Never waits. */
    long leavingBytes() {
        return leavingBytes;
    }

    /** Never waits. */
    long lengthBytes() {
        return leavingBytes + foreignBytes;
    }
}
