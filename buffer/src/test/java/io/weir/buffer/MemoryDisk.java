package io.weir.buffer;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A disk that remembers what was synced. {@link #cutPower} keeps, drops or tears every unsynced 512-byte sector on its
 * own, and of the unsynced changes of every folder some beginning; {@link #kill} keeps everything, as the page cache
 * does when only the process dies. {@link #failIn} lets a coming operation fail. One thread.
 */
final class MemoryDisk implements Disk {
    private static final int SECTOR_BYTES = 512;
    private static final byte[] ZEROS = new byte[SECTOR_BYTES];

    private final SplittableRandom random;
    private final Map<Path, Node> files = new TreeMap<>();
    private final Set<Path> directories = new HashSet<>();
    private final List<Change> unsynced = new ArrayList<>();
    private final Set<Path> locked = new HashSet<>();
    private Map<Path, Node> durable = new TreeMap<>();
    private long failIn = Long.MAX_VALUE;
    private String failure = "";
    private long operations;
    private long capacityBytes = Long.MAX_VALUE;
    private long usableBytes = Long.MAX_VALUE / 4;

    /** A file beyond its names. */
    private static final class Node {
        final Map<Long, byte[]> sectors = new HashMap<>();
        final Map<Long, List<byte[]>> dirty = new TreeMap<>();
        /** What a failed sync has left behind. */
        final Map<Long, List<byte[]>> doomed = new TreeMap<>();

        long length;
        long durableLength;
    }

    /** An unsynced change of a folder: a file gets a name or loses it. */
    private record Change(Path directory, Path from, Path to) {}

    MemoryDisk(SplittableRandom random) {
        this.random = random;
    }

    /** The operation that comes after so many others fails, and only that. */
    void failIn(long operationsFromNow, String message) {
        failIn = operations + operationsFromNow;
        failure = message;
    }

    void failNoMore() {
        failIn = Long.MAX_VALUE;
    }

    void usable(long bytes) {
        usableBytes = bytes;
    }

    /** Writing beyond this many bytes in all files together fails as on a full disk. */
    void capacity(long bytes) {
        capacityBytes = bytes;
    }

    /** The same files on a disk of their own. */
    MemoryDisk copy(SplittableRandom randomOfCopy) {
        MemoryDisk copy = new MemoryDisk(randomOfCopy);
        files.forEach((path, node) -> {
            Node twin = new Node();
            twin.sectors.putAll(node.sectors);
            twin.length = node.length;
            twin.durableLength = node.length;
            copy.files.put(path, twin);
        });
        copy.durable = new TreeMap<>(copy.files);
        copy.directories.addAll(directories);
        return copy;
    }

    private long heldBytes() {
        return files.values().stream().mapToLong(node -> node.sectors.size()).sum() * SECTOR_BYTES;
    }

    private void requireSpace(long bytes) throws IOException {
        if (capacityBytes < Long.MAX_VALUE && heldBytes() + bytes > capacityBytes) {
            throw new IOException("No space left on device");
        }
    }

    private boolean fails() {
        return operations++ == failIn;
    }

    private void mayFail() throws IOException {
        if (fails()) {
            throw new IOException(failure);
        }
    }

    /** The process is gone; what it has written is there. */
    void kill() {
        locked.clear();
        failNoMore();
    }

    void cutPower() {
        kill();
        Set<Path> stopped = new HashSet<>();
        for (Change change : unsynced) {
            boolean kept = !stopped.contains(change.directory) && random.nextInt(4) > 0;
            if (kept) {
                apply(durable, change, files);
            } else {
                stopped.add(change.directory);
            }
        }
        unsynced.clear();
        files.clear();
        files.putAll(durable);
        new HashSet<>(files.values()).forEach(this::tear);
    }

    private static void apply(Map<Path, Node> names, Change change, Map<Path, Node> now) {
        Node node = names.remove(change.from);
        if (!change.to.toString().isEmpty()) {
            Node named = node == null ? now.get(change.to) : node;
            if (named != null) {
                names.put(change.to, named);
            }
        }
    }

    private void tear(Node node) {
        node.doomed.forEach(node.dirty::putIfAbsent);
        node.doomed.clear();
        node.dirty.forEach((sector, versions) -> {
            byte[] kept = versions.get(random.nextInt(versions.size()));
            if (random.nextInt(8) == 0) {
                byte[] other = versions.get(random.nextInt(versions.size()));
                int cut = random.nextInt(SECTOR_BYTES);
                kept = kept.clone();
                System.arraycopy(other, cut, kept, cut, SECTOR_BYTES - cut);
            }
            node.sectors.put(sector, kept);
        });
        node.dirty.clear();
        node.length = random.nextBoolean() ? node.length : node.durableLength;
        node.durableLength = node.length;
        node.sectors.keySet().removeIf(sector -> sector * SECTOR_BYTES >= node.length);
    }

    /** Changes bytes of a file, as rot does. */
    void damage(Path file, long at, byte[] bytes) {
        Node node = node(file);
        for (int i = 0; i < bytes.length; i++) {
            long sector = (at + i) / SECTOR_BYTES;
            byte[] copy = node.sectors.getOrDefault(sector, ZEROS).clone();
            copy[(int) ((at + i) % SECTOR_BYTES)] = bytes[i];
            node.sectors.put(sector, copy);
        }
    }

    void truncate(Path file, long length) {
        Node node = node(file);
        node.length = length;
        node.durableLength = length;
        node.sectors.keySet().removeIf(sector -> sector * SECTOR_BYTES >= length);
    }

    void swap(Path one, Path other) {
        Node first = node(one);
        files.put(one, node(other));
        files.put(other, first);
    }

    void copy(Path from, Path to) {
        files.put(to, node(from));
    }

    void remove(Path file) {
        files.remove(file);
    }

    long length(Path file) {
        return node(file).length;
    }

    /** Places of the file that hold anything. */
    List<Long> usedSectors(Path file) {
        return node(file).sectors.keySet().stream().sorted().toList();
    }

    byte at(Path file, long position) {
        byte[] one = new byte[1];
        read(node(file), position, one, 0, 1);
        return one[0];
    }

    List<Path> allFiles() {
        return List.copyOf(files.keySet());
    }

    private Node node(Path file) {
        Node node = files.get(file);
        if (node == null) {
            throw new IllegalArgumentException("There is no " + file);
        }
        return node;
    }

    private static int read(Node node, long position, byte[] into, int at, int length) {
        int available = (int) Math.max(0, Math.min(length, node.length - position));
        for (int done = 0; done < available; ) {
            long sector = (position + done) / SECTOR_BYTES;
            int inSector = (int) ((position + done) % SECTOR_BYTES);
            int n = Math.min(available - done, SECTOR_BYTES - inSector);
            System.arraycopy(node.sectors.getOrDefault(sector, ZEROS), inSector, into, at + done, n);
            done += n;
        }
        return available;
    }

    @Override
    public RawFile open(Path file, boolean writable) throws IOException {
        Node known = files.get(file);
        if (known != null) {
            return new MemoryFile(known);
        }
        if (!writable) {
            throw new NoSuchFileException(file.toString());
        }
        mayFail();
        Node node = new Node();
        files.put(file, node);
        unsynced.add(new Change(parent(file), file, file));
        return new MemoryFile(node);
    }

    private static Path parent(Path file) {
        Path parent = file.getParent();
        return parent == null ? Path.of("") : parent;
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        mayFail();
        for (Change change : List.copyOf(unsynced)) {
            if (change.directory.equals(directory)) {
                apply(durable, change, files);
                unsynced.remove(change);
            }
        }
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        mayFail();
        Node node = node(from);
        files.remove(from);
        files.put(to, node);
        unsynced.add(new Change(parent(to), from, to));
    }

    @Override
    public void delete(Path file) throws IOException {
        if (files.containsKey(file)) {
            mayFail();
            files.remove(file);
            unsynced.add(new Change(parent(file), file, Path.of("")));
        }
    }

    @Override
    public List<Path> list(Path directory) {
        return files.keySet().stream()
                .filter(file -> parent(file).equals(directory))
                .toList();
    }

    @Override
    public boolean exists(Path file) {
        return files.containsKey(file) || directories.contains(file);
    }

    @Override
    public void makeDirectory(Path directory) {
        directories.add(directory);
    }

    @Override
    public Closeable lock(Path directory) throws IOException {
        if (!locked.add(directory)) {
            throw new DirectoryLockedException(directory, "this test");
        }
        return () -> locked.remove(directory);
    }

    @Override
    public long usableBytes(Path directory) {
        return capacityBytes < Long.MAX_VALUE ? Math.max(0, capacityBytes - heldBytes()) : usableBytes;
    }

    private final class MemoryFile implements RawFile {
        private final Node node;

        MemoryFile(Node node) {
            this.node = node;
        }

        @Override
        public int read(long position, byte[] into, int at, int length) {
            return MemoryDisk.read(node, position, into, at, length);
        }

        @Override
        public void write(long position, byte[] from, int at, int length) throws IOException {
            requireSpace(length);
            boolean fails = fails();
            int written = fails ? random.nextInt(length + 1) : length;
            for (int done = 0; done < written; ) {
                long sector = (position + done) / SECTOR_BYTES;
                int inSector = (int) ((position + done) % SECTOR_BYTES);
                int n = Math.min(written - done, SECTOR_BYTES - inSector);
                byte[] old = node.sectors.getOrDefault(sector, ZEROS);
                byte[] now = old.clone();
                System.arraycopy(from, at + done, now, inSector, n);
                if (!Arrays.equals(old, now)) {
                    List<byte[]> doomed = node.doomed.remove(sector);
                    List<byte[]> before = doomed == null ? new ArrayList<>(List.of(old)) : doomed;
                    node.dirty.computeIfAbsent(sector, s -> before).add(now);
                    node.sectors.put(sector, now);
                }
                done += n;
            }
            node.length = Math.max(node.length, position + written);
            if (fails) {
                throw new IOException(failure);
            }
        }

        @Override
        public long length() {
            return node.length;
        }

        @Override
        public void setLength(long bytes) throws IOException {
            mayFail();
            node.length = bytes;
            node.sectors.keySet().removeIf(sector -> sector * SECTOR_BYTES >= bytes);
            node.dirty.keySet().removeIf(sector -> sector * SECTOR_BYTES >= bytes);
        }

        @Override
        public void sync() throws IOException {
            if (fails()) {
                // As Linux does: what could not be written counts as clean and is never tried again.
                node.doomed.putAll(node.dirty);
                node.dirty.clear();
                throw new IOException(failure);
            }
            node.dirty.clear();
            node.durableLength = node.length;
        }

        @Override
        public void close() {}
    }
}
