package io.weir.buffer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/**
 * The durable log: groups go in, cursors read them in order.
 *
 * <p>One thread appends and commits; any number of cursors, each used by one thread at a time; {@link #stats},
 * {@link #hasRoom} and {@link #checkpoints} from any thread. One process per directory. Interrupting any of these
 * threads harms nothing that is on the disk.
 *
 * <p>What {@link #commit} has made durable survives kill -9 and power cuts; what was appended and not committed is
 * there as whole groups or not at all.
 */
public interface RecordLog extends AutoCloseable {
    /**
     * Opens or creates the buffer in this directory and always succeeds on damaged files: what is lost is in
     * {@link LogStats#gaps}. What nobody needs is deleted from the first append on: open all cursors before it.
     *
     * @throws DirectoryLockedException if a living process has it open
     * @throws UnknownKeyException if it is encrypted with a key that the configuration does not name
     * @throws IOException if the directory belongs to another program or to a newer version
     */
    static RecordLog open(Path directory, LogConfig config) throws IOException {
        return DiskLog.open(directory, config, new LocalDisk(), true);
    }

    /** Reads a buffer without its lock, whether its gateway runs or not, and changes nothing. */
    static Inspection inspect(Path directory) throws IOException {
        return inspect(directory, Keys.NONE);
    }

    /** As {@link #inspect(Path)}, of a buffer that is encrypted. */
    static Inspection inspect(Path directory, Keys keys) throws IOException {
        return Inspection.of(directory, keys);
    }

    /**
     * Appends and does not yet make durable.
     *
     * @return the offset of the group's first entry; the others follow it
     * @throws LogFullException if there is no room: nothing was written, the log stays usable
     * @throws IOException if the disk failed: call {@link #reopen} before anything else
     */
    Offset append(Group group) throws IOException;

    /**
     * Every appended group is durable when it returns, by one fsync; cursors see them from now on.
     *
     * @throws IOException if the disk failed: call {@link #reopen} before anything else
     */
    void commit() throws IOException;

    /**
     * Makes a log usable again whose append or commit has failed. Nothing that was not synced is trusted: groups
     * of the failed commit do not exist, and their offsets, which no cursor has seen, will be given out again.
     *
     * @return the next offset: everything below it is durable, what was appended beyond must be appended again
     */
    Offset reopen() throws IOException;

    /**
     * A new cursor starts where {@code start} says; for a name with a durable position that position wins.
     *
     * @throws IllegalStateException if a cursor of that name is open
     */
    Cursor cursor(String name, Set<Integer> streams, Start start) throws IOException;

    /** The names of all cursors that have a durable position, open or not. Any thread. */
    Set<String> cursorNames();

    /** Removes a cursor's durable position and with it its hold on the log. The cursor must be closed. */
    void forget(String cursorName) throws IOException;

    /** Committed entries of these streams at or above {@code from}, up to the end at this moment. */
    Scan scan(Offset from, Set<Integer> streams) throws IOException;

    Checkpoints checkpoints();

    LogStats stats();

    /**
     * Whether this many bytes of entries can be appended now within quota and disk. Ask before a group is gathered,
     * counting what is still in the air. Asking also sets the log to make room where it may.
     */
    boolean hasRoom(long bytes);

    /** Makes cursor positions durable and applies retention now, which otherwise happens in the background. */
    void tidy() throws IOException;

    /** Closes without committing: groups appended since the last commit are gone. */
    @Override
    void close() throws IOException;
}
