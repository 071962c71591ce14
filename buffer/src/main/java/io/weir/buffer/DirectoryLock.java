package io.weir.buffer;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory belongs to this process until it ends. The pid stands in a file of its own: closing a second
 * descriptor of the locked file would give up the lock of the whole process.
 */
final class DirectoryLock implements Closeable {
    private static final Logger log = LoggerFactory.getLogger(DirectoryLock.class);

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
        sign(owner);
        return new DirectoryLock(channel);
    }

    /** Only tells others who has the lock: a full disk must not keep the log from being opened. */
    private static void sign(Path owner) {
        try {
            Files.writeString(owner, ProcessHandle.current().pid() + "\n");
        } catch (IOException e) {
            log.warn("Cannot write down which process has the buffer file={} cause={}", owner, e.getMessage());
        }
    }

    private static Optional<FileLock> lock(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException e) {
            return Optional.empty();
        }
    }

    private static String describe(Path owner) {
        try {
            return "the process with pid " + Files.readString(owner).strip();
        } catch (IOException e) {
            return "another process";
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
