package io.weir.buffer;

import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The real file system. Files are {@link RandomAccessFile}s because an interrupt closes a FileChannel for everybody. A
 * sync is fdatasync: sizes and allocations, which reading needs, are covered; times of change are not.
 */
final class LocalDisk implements Disk {
    @Override
    public RawFile open(Path file, boolean writable) throws IOException {
        try {
            RandomAccessFile opened = new RandomAccessFile(file.toFile(), writable ? "rw" : "r");
            return new LocalFile(opened, writable ? Optional.of(flusher(file, opened)) : Optional.empty());
        } catch (FileNotFoundException e) {
            throw reason(file, e);
        }
    }

    /** Then nobody has deleted the file. */
    private static boolean isUnmounted(Path file) {
        Path directory = file.getParent();
        return directory != null && !Files.exists(directory);
    }

    private static IOException reason(Path file, FileNotFoundException e) {
        if (!Files.exists(file)) {
            return isUnmounted(file)
                    ? new IOException("The directory of " + file + " is gone")
                    : new NoSuchFileException(file.toString());
        }
        return Files.isReadable(file) ? e : new AccessDeniedException(file.toString());
    }

    /** The only way of the JDK to fdatasync that an interrupt cannot close. It learns of every error since it was opened. */
    private static AsynchronousFileChannel flusher(Path file, RandomAccessFile opened) throws IOException {
        try {
            return AsynchronousFileChannel.open(file, StandardOpenOption.WRITE);
        } catch (IOException e) {
            opened.close();
            throw e;
        }
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        boolean interrupted = Thread.interrupted(); // an interrupt would close the channel under the sync
        try (FileChannel folder = FileChannel.open(directory, StandardOpenOption.READ)) {
            folder.force(true);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
    }

    @Override
    public List<Path> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> !Files.isDirectory(file)).sorted().toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    @Override
    public boolean exists(Path file) {
        return Files.exists(file);
    }

    @Override
    public void walk(Path directory, Visitor visitor) throws IOException {
        Path real = directory.toRealPath(); // of a link only the link would be visited
        Files.walkFileTree(
                real,
                new Walker(
                        (file, lengthBytes) -> visitor.visit(directory.resolve(real.relativize(file)), lengthBytes)));
    }

    @Override
    public void makeDirectory(Path directory) throws IOException {
        Files.createDirectories(directory);
    }

    @Override
    public Closeable lock(Path directory) throws IOException {
        return DirectoryLock.acquire(directory);
    }

    @Override
    public long usableBytes(Path directory) throws IOException {
        return Files.getFileStore(directory).getUsableSpace();
    }

    /** What cannot be looked at, or is gone when it is its turn, is left out. */
    private static final class Walker extends SimpleFileVisitor<Path> {
        private final Visitor visitor;

        Walker(Visitor visitor) {
            this.visitor = visitor;
        }

        private FileVisitResult visit(Path file, long lengthBytes) {
            return visitor.visit(file, lengthBytes) ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            return visit(directory, 0);
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            return visit(file, attributes.size());
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException gone) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) {
            return FileVisitResult.CONTINUE;
        }
    }

    private static final class LocalFile implements RawFile {
        private final RandomAccessFile file;
        private final Optional<AsynchronousFileChannel> flusher;

        LocalFile(RandomAccessFile file, Optional<AsynchronousFileChannel> flusher) {
            this.file = file;
            this.flusher = flusher;
        }

        @Override
        public synchronized int read(long position, byte[] into, int at, int length) throws IOException {
            file.seek(position);
            int done = 0;
            while (done < length) {
                int n = file.read(into, at + done, length - done);
                if (n < 0) {
                    break;
                }
                done += n;
            }
            return done;
        }

        @Override
        public synchronized void write(long position, byte[] from, int at, int length) throws IOException {
            file.seek(position);
            file.write(from, at, length);
        }

        @Override
        public long length() throws IOException {
            return file.length();
        }

        @Override
        public void setLength(long bytes) throws IOException {
            file.setLength(bytes);
        }

        @Override
        public void sync() throws IOException {
            flusher.orElseThrow(() -> new IOException("Opened for reading only"))
                    .force(false);
        }

        @Override
        public void close() throws IOException {
            try {
                if (flusher.isPresent()) {
                    flusher.get().close();
                }
            } finally {
                file.close();
            }
        }
    }
}
