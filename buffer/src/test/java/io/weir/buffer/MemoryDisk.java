package io.weir.buffer;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A disk that remembers what was synced. {@link #cutPower} keeps, drops or tears every unsynced 512-byte sector on its
 * own, picks one of the lengths a file had, and keeps or drops every unsynced creation, rename and deletion on its own,
 * so that later ones may survive earlier ones; a rename that is half done leaves both names, never none.
 * {@link #kill} keeps everything, as the page cache does when only the process dies. {@link #failIn} lets a coming
 * operation fail, {@link #dieIn} all from a coming one on. One thread.
 */
final class MemoryDisk implements Disk {
    private final SplittableRandom random;
    private final Map<Path, Sectors> files = new TreeMap<>();
    private final Map<Path, Sectors> durable = new TreeMap<>();
    private final Set<Path> directories = new HashSet<>();
    private final List<Change> unsynced = new ArrayList<>();
    private final Set<Path> locked = new HashSet<>();
    private long failIn = Long.MAX_VALUE;
    private long dieIn = Long.MAX_VALUE;
    private String failure = "";
    private Optional<String> diedIn = Optional.empty();
    private long operations;
    private long capacityBytes = Long.MAX_VALUE;
    private boolean readOnly;

    /** A name that was given to a file or taken from it; a rename is both, and the second never comes true alone. */
    private record Change(Path name, Sectors file, boolean given, Optional<Change> onlyAfter) {
        Path directory() {
            return parent(name);
        }

        void apply(Map<Path, Sectors> names) {
            if (given) {
                names.put(name, file);
            } else if (names.get(name) == file) {
                names.remove(name);
            }
        }
    }

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

    /** The end comes in the operation after so many others: it is done in part, and none after it is done at all. */
    void dieIn(long operationsFromNow) {
        dieIn = operations + operationsFromNow;
        failure = "The end";
    }

    /** The operation in which the end came. */
    Optional<String> diedIn() {
        return diedIn;
    }

    /** Writing beyond this many bytes in all files together fails as on a full disk. */
    void capacity(long bytes) {
        capacityBytes = bytes;
    }

    /** As after an error the file system often is. */
    void readOnly(boolean only) {
        readOnly = only;
    }

    /** This sector can no longer be read. */
    void breakSector(Path file, long number) {
        node(file).breakSector(number);
    }

    /** The same files on a disk of their own. */
    MemoryDisk copy(SplittableRandom randomOfCopy) {
        MemoryDisk copy = new MemoryDisk(randomOfCopy);
        files.forEach((path, file) -> copy.files.put(path, file.copy()));
        copy.durable.putAll(copy.files);
        copy.directories.addAll(directories);
        return copy;
    }

    private long heldBytes() {
        return files.values().stream().mapToLong(Sectors::heldBytes).sum();
    }

    private void requireSpace(long bytes) throws IOException {
        if (capacityBytes < Long.MAX_VALUE && heldBytes() + bytes > capacityBytes) {
            throw new IOException("No space left on device");
        }
    }

    private boolean fails(String operation, Path name) throws IOException {
        if (readOnly) {
            throw new IOException("Read-only file system");
        }
        long now = operations++;
        if (now > dieIn) {
            throw new IOException(failure);
        }
        if (now == dieIn) {
            diedIn = Optional.of(operation + " " + name);
        }
        return now == failIn || now == dieIn;
    }

    private void mayFail(String operation, Path name) throws IOException {
        if (fails(operation, name)) {
            throw new IOException(failure);
        }
    }

    /** The process is gone; what it has written is there. */
    void kill() {
        endProcess();
        files.values().forEach(file -> file.forgetSomeDoomed(random));
    }

    private void endProcess() {
        locked.clear();
        failNoMore();
        dieIn = Long.MAX_VALUE;
        diedIn = Optional.empty();
    }

    void cutPower() {
        endProcess();
        int eagerness = random.nextInt(5); // of 4: how much the file system had written already
        Set<Change> dropped = new HashSet<>();
        for (Change change : unsynced) {
            boolean possible = change.onlyAfter().filter(dropped::contains).isEmpty();
            if (possible && random.nextInt(4) < eagerness) {
                change.apply(durable);
            } else {
                dropped.add(change);
            }
        }
        unsynced.clear();
        files.clear();
        files.putAll(durable);
        files.values().stream().distinct().forEach(file -> file.tear(random));
    }

    /** Changes bytes of a file, as rot does. */
    void damage(Path file, long at, byte[] bytes) {
        node(file).damage(at, bytes);
    }

    void truncate(Path file, long length) {
        node(file).cutOff(length);
    }

    /** As the other wounds, for good: it happens to what is on the medium. */
    void swap(Path one, Path other) {
        Sectors first = node(one);
        Sectors second = node(other);
        putForGood(one, second);
        putForGood(other, first);
    }

    void copy(Path from, Path to) {
        putForGood(to, node(from).copy());
    }

    void remove(Path file) {
        settle(file);
        files.remove(file);
        durable.remove(file);
    }

    private void putForGood(Path name, Sectors file) {
        settle(name);
        files.put(name, file);
        durable.put(name, file);
    }

    /** What was to become of this name, and of the file that has it, is done. */
    private void settle(Path name) {
        Sectors file = files.get(name);
        for (Change change : List.copyOf(unsynced)) {
            if (change.name().equals(name) || change.file() == file) {
                change.apply(durable);
                unsynced.remove(change);
            }
        }
    }

    long length(Path file) {
        return node(file).length();
    }

    /** Places of the file that hold anything. */
    List<Long> usedSectors(Path file) {
        return node(file).used();
    }

    byte at(Path file, long position) {
        byte[] one = new byte[1];
        node(file).read(position, one, 0, 1);
        return one[0];
    }

    List<Path> allFiles() {
        return List.copyOf(files.keySet());
    }

    private Sectors node(Path file) {
        Sectors node = files.get(file);
        if (node == null) {
            throw new IllegalArgumentException("There is no " + file);
        }
        return node;
    }

    private void give(Path name, Sectors file) {
        files.put(name, file);
        unsynced.add(new Change(name, file, true, Optional.empty()));
    }

    @Override
    public RawFile open(Path file, boolean writable) throws IOException {
        Sectors known = files.get(file);
        if (known != null) {
            return new MemoryFile(file, known);
        }
        if (!writable) {
            throw new NoSuchFileException(file.toString());
        }
        mayFail("create", file);
        Sectors made = new Sectors();
        give(file, made);
        return new MemoryFile(file, made);
    }

    private static Path parent(Path file) {
        Path parent = file.getParent();
        return parent == null ? Path.of("") : parent;
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        mayFail("sync-folder", directory);
        for (Change change : List.copyOf(unsynced)) {
            if (change.directory().equals(directory)) {
                change.apply(durable);
                unsynced.remove(change);
            }
        }
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        mayFail("rename", to);
        if (!files.containsKey(from)) {
            throw new NoSuchFileException(from.toString());
        }
        Sectors file = node(from);
        give(to, file);
        Change given = unsynced.get(unsynced.size() - 1);
        files.remove(from);
        unsynced.add(new Change(from, file, false, Optional.of(given)));
    }

    @Override
    public void delete(Path file) throws IOException {
        if (files.containsKey(file)) {
            mayFail("delete", file);
            unsynced.add(new Change(file, node(file), false, Optional.empty()));
            files.remove(file);
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
    public void walk(Path directory, Visitor visitor) {
        for (Map.Entry<Path, Sectors> file : files.entrySet()) {
            if (file.getKey().startsWith(directory)
                    && !visitor.visit(file.getKey(), file.getValue().length())) {
                return;
            }
        }
    }

    @Override
    public void makeDirectory(Path directory) throws IOException {
        if (!directories.contains(directory)) {
            mayFail("make-folder", directory);
            directories.add(directory);
        }
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
        return capacityBytes < Long.MAX_VALUE ? Math.max(0, capacityBytes - heldBytes()) : Long.MAX_VALUE / 4;
    }

    private final class MemoryFile implements RawFile {
        private final Path name;
        private final Sectors content;

        MemoryFile(Path name, Sectors content) {
            this.name = name;
            this.content = content;
        }

        @Override
        public int read(long position, byte[] into, int at, int length) throws IOException {
            if (content.isBroken(position, length)) {
                throw new IOException("Input/output error");
            }
            return content.read(position, into, at, length);
        }

        @Override
        public void write(long position, byte[] from, int at, int length) throws IOException {
            requireSpace(length);
            boolean fails = fails("write", name);
            content.write(position, from, at, fails ? random.nextInt(length + 1) : length);
            if (fails) {
                throw new IOException(failure);
            }
        }

        @Override
        public long length() {
            return content.length();
        }

        @Override
        public long dataEnd() {
            return content.dataEnd();
        }

        @Override
        public void setLength(long bytes) throws IOException {
            mayFail("length", name);
            content.setLength(bytes);
        }

        @Override
        public void sync() throws IOException {
            if (fails("sync", name)) {
                content.failToSync();
                throw new IOException(failure);
            }
            content.sync();
        }

        @Override
        public void close() {}
    }
}
