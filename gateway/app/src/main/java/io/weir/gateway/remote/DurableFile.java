package io.weir.gateway.remote;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A small file that is replaced whole or not at all: written aside, synced, renamed, the folder synced. When {@link #write}
 * returns, the content survives a power cut; when the power goes before, the old content is there. One thread at a time.
 */
final class DurableFile {

    private static final int MAX_BYTES = 1 << 20;

    private final Path path;

    DurableFile(Path path) {
        this.path = path;
    }

    Optional<byte[]> read() throws IOException {
        try (var in = Files.newInputStream(path)) {
            return Optional.of(in.readNBytes(MAX_BYTES));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    void write(byte[] content) throws IOException {
        Path aside = path.resolveSibling(path.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                aside, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        moveFrom(aside);
    }

    /** Takes the place of this file's content: the other file's, which is there no longer. */
    void takeFrom(DurableFile other) throws IOException {
        moveFrom(other.path);
    }

    void delete() throws IOException {
        if (Files.deleteIfExists(path)) {
            syncFolder();
        }
    }

    private void moveFrom(Path from) throws IOException {
        Files.move(from, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncFolder();
    }

    private void syncFolder() throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        if (folder != null) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
