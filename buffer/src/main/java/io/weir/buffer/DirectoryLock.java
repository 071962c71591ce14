package io.weir.buffer;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The directory belongs to this process until it ends. The pid stands in a file of its own: closing a second
 * descriptor of the locked file would give up the lock of the whole process.
 */
final class DirectoryLock implements Closeable {
    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    static DirectoryLock acquire(Path directory) throws IOException {
        Path owner = directory.resolve(Layout.OWNER);
        FileChannel channel =
                FileChannel.open(directory.resolve(Layout.LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (lock(channel).isEmpty()) {
            channel.close();
            throw new DirectoryLockedException(directory, describe(owner));
        }
        Files.writeString(owner, ProcessHandle.current().pid() + "\n");
        return new DirectoryLock(channel);
    }

    private static Optional<FileLock> lock(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException e) {
            return Optional.empty();
        }
    }

    private static String describe(Path owner) throws IOException {
        try {
            return "the process with pid " + Files.readString(owner).strip();
        } catch (NoSuchFileException e) {
            return "another process";
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
