package io.weir.buffer;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** All that the log asks of the file system, so that tests can make it fail. Used by any thread. */
interface Disk {
    /** Opens, and creates if {@code writable}. */
    RawFile open(Path file, boolean writable) throws IOException;

    /** Makes creations, renames and deletions in this folder durable. */
    void syncDirectory(Path directory) throws IOException;

    void rename(Path from, Path to) throws IOException;

    void delete(Path file) throws IOException;

    /**
     * The files in it, sorted, without directories. None if there is no such directory: whoever copies a buffer often
     * leaves empty ones out.
     */
    List<Path> list(Path directory) throws IOException;

    boolean exists(Path file) throws IOException;

    /** Tells of every file in this directory and in those below it, whoever made them, as long as the visitor wants more. */
    void walk(Path directory, Visitor visitor) throws IOException;

    /** Who is told of files, and of directories as if they were files without bytes. */
    @FunctionalInterface
    interface Visitor {
        /** False: that was enough. */
        boolean visit(Path file, long lengthBytes);
    }

    /** Lengths of all files in this directory and in those below it. */
    default long bytesBelow(Path directory) throws IOException {
        LongAdder bytes = new LongAdder();
        walk(directory, (file, lengthBytes) -> {
            bytes.add(lengthBytes);
            return true;
        });
        return bytes.sum();
    }

    /** With all its parents, unless it is there. */
    void makeDirectory(Path directory) throws IOException;

    /** Held until it is closed or the process ends; a {@link DirectoryLockedException} if another holds it. */
    Closeable lock(Path directory) throws IOException;

    /** What may still be written on the file system of this directory. */
    long usableBytes(Path directory) throws IOException;
}
