package io.weir.uplink;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/**
 * A file of whole lines that is only appended to. A torn last line (the power went in the middle of a write) is cut off
 * when it is opened; nobody was told that it had been written. One thread at a time. Not a channel for the data, because an
 * interrupt would close it.
 */
final class LineFile implements AutoCloseable {

    private static final int SCAN_BYTES = 8192;

    private final Path path;
    private final RandomAccessFile file;
    private final Object identity;

    private LineFile(Path path, RandomAccessFile file) throws IOException {
        this.path = path;
        this.file = file;
        this.identity = identity(path);
    }

    static LineFile open(Path path) throws IOException {
        Path folder = Objects.requireNonNull(path.toAbsolutePath().getParent(), "a file stands in a folder");
        boolean isNew = Files.notExists(path);
        Files.createDirectories(folder);
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        try {
            long whole = wholeLines(file);
            if (whole < file.length()) {
                file.setLength(whole);
            }
            file.seek(whole);
            if (isNew) {
                syncFolder(folder);
            }
            return new LineFile(path, file);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /** Where the last line break ends. */
    private static long wholeLines(RandomAccessFile file) throws IOException {
        byte[] chunk = new byte[SCAN_BYTES];
        for (long end = file.length(); end > 0; end = Math.max(0, end - SCAN_BYTES)) {
            long start = Math.max(0, end - SCAN_BYTES);
            file.seek(start);
            file.readFully(chunk, 0, (int) (end - start));
            for (int i = (int) (end - start) - 1; i >= 0; i--) {
                if (chunk[i] == '\n') {
                    return start + i + 1;
                }
            }
        }
        return 0;
    }

    private static void syncFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    long length() throws IOException {
        return file.length();
    }

    /** Whole lines, each with its line break. Not durable before {@link #sync}. */
    void append(byte[] lines) throws IOException {
        file.write(lines);
    }

    void sync() throws IOException {
        file.getFD().sync();
    }

    /** Takes back what was appended beyond this length. */
    void cutTo(long length) throws IOException {
        file.setLength(length);
        file.seek(length);
    }

    /** False when somebody has moved or deleted the file: what is written now would go nowhere. */
    boolean isInPlace() {
        try {
            return identity.equals(identity(path));
        } catch (IOException gone) {
            return false;
        }
    }

    private static Object identity(Path path) throws IOException {
        Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        return key == null ? path : key;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
