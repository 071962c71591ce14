package io.weir.buffer;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A disk that remembers what was synced. {@link #cutPower} keeps, drops or tears every unsynced 512-byte sector on its
 * own, picks one of the lengths a file had, and does with unsynced {@link Names} as that says.
 * {@link #kill} keeps everything, as the page cache does when only the process dies. {@link #failIn} lets a coming
 * operation fail, {@link #dieIn} all from a coming one on. One thread.
 */
final class MemoryDisk implements Disk {
    private final SplittableRandom random;
    private final Names names;
    private final Faults faults = new Faults();
    private final Set<Path> directories = new HashSet<>();
    private final Set<Path> locked = new HashSet<>();
    private long capacityBytes = Long.MAX_VALUE;

    MemoryDisk(SplittableRandom random) {
        this(random, new Names());
    }

    private MemoryDisk(SplittableRandom random, Names names) {
        this.random = random;
        this.names = names;
    }

    /** The operation that comes after so many others fails, and only that. */
    void failIn(long operationsFromNow, String message) {
        faults.failIn(operationsFromNow, message);
    }

    void failNoMore() {
        faults.failNoMore();
    }

    /** The end comes in the operation after so many others: it is done in part, and none after it is done at all. */
    void dieIn(long operationsFromNow) {
        faults.dieIn(operationsFromNow);
    }

    /** The operation in which the end came. */
    Optional<String> diedIn() {
        return faults.diedIn();
    }

    /** Writing beyond this many bytes in all files together fails as on a full disk. */
    void capacity(long bytes) {
        capacityBytes = bytes;
    }

    /** As after an error the file system often is. */
    void readOnly(boolean only) {
        faults.readOnly(only);
    }

    /** This sector can no longer be read. */
    void breakSector(Path file, long number) {
        names.file(file).breakSector(number);
    }

    /** The same files on a disk of their own. */
    MemoryDisk copy(SplittableRandom randomOfCopy) {
        MemoryDisk copy = new MemoryDisk(randomOfCopy, names.copy());
        copy.directories.addAll(directories);
        return copy;
    }

    private long heldBytes() {
        return names.files().values().stream().mapToLong(Sectors::heldBytes).sum();
    }

    private void requireSpace(long bytes) throws IOException {
        if (capacityBytes < Long.MAX_VALUE && heldBytes() + bytes > capacityBytes) {
            throw new IOException("No space left on device");
        }
    }

    /** The process is gone; what it has written is there. */
    void kill() {
        endProcess();
        names.files().values().forEach(file -> file.forgetSomeDoomed(random));
    }

    private void endProcess() {
        locked.clear();
        faults.endProcess();
    }

    void cutPower() {
        endProcess();
        names.cutPower(random);
        names.files().values().stream().distinct().forEach(file -> file.tear(random));
    }

    /** Changes bytes of a file, as rot does. */
    void damage(Path file, long at, byte[] bytes) {
        names.file(file).damage(at, bytes);
    }

    void truncate(Path file, long length) {
        names.file(file).cutOff(length);
    }

    /** As the other wounds, for good: it happens to what is on the medium. */
    void swap(Path one, Path other) {
        Sectors first = names.file(one);
        Sectors second = names.file(other);
        names.putForGood(one, second);
        names.putForGood(other, first);
    }

    void copy(Path from, Path to) {
        names.putForGood(to, names.file(from).copy());
    }

    void remove(Path file) {
        names.removeForGood(file);
    }

    long length(Path file) {
        return names.file(file).length();
    }

    /** Places of the file that hold anything. */
    List<Long> usedSectors(Path file) {
        return names.file(file).used();
    }

    byte at(Path file, long position) {
        byte[] one = new byte[1];
        names.file(file).read(position, one, 0, 1);
        return one[0];
    }

    List<Path> allFiles() {
        return List.copyOf(names.files().keySet());
    }

    @Override
    public RawFile open(Path file, boolean writable) throws IOException {
        if (names.has(file)) {
            return new MemoryFile(file, names.file(file));
        }
        if (!writable) {
            throw new NoSuchFileException(file.toString());
        }
        faults.mayFail("create", file);
        Sectors made = new Sectors();
        names.give(file, made);
        return new MemoryFile(file, made);
    }

    static Path parent(Path file) {
        Path parent = file.getParent();
        return parent == null ? Path.of("") : parent;
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        faults.mayFail("sync-folder", directory);
        names.sync(directory);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        faults.mayFail("rename", to);
        names.rename(from, to);
    }

    @Override
    public void delete(Path file) throws IOException {
        if (names.has(file)) {
            faults.mayFail("delete", file);
            names.take(file);
        }
    }

    @Override
    public List<Path> list(Path directory) {
        return names.files().keySet().stream()
                .filter(file -> parent(file).equals(directory))
                .toList();
    }

    @Override
    public boolean exists(Path file) {
        return names.has(file) || directories.contains(file);
    }

    @Override
    public void walk(Path directory, Visitor visitor) {
        for (Map.Entry<Path, Sectors> file : names.files().entrySet()) {
            if (file.getKey().startsWith(directory)
                    && !visitor.visit(file.getKey(), file.getValue().length())) {
                return;
            }
        }
    }

    @Override
    public void makeDirectory(Path directory) throws IOException {
        if (!directories.contains(directory)) {
            faults.mayFail("make-folder", directory);
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
            boolean fails = faults.fails("write", name);
            content.write(position, from, at, fails ? random.nextInt(length + 1) : length);
            if (fails) {
                throw faults.failure();
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
            faults.mayFail("length", name);
            content.setLength(bytes);
        }

        @Override
        public void sync() throws IOException {
            if (faults.fails("sync", name)) {
                content.failToSync();
                throw faults.failure();
            }
            content.sync();
        }

        @Override
        public void close() {}
    }
}
