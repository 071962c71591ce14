package io.weir.buffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The two newest valid snapshots of the owner's state. May be used by any thread, one save at a time.
 * A snapshot is there completely or not at all; one that the disk has damaged gives way to the older one.
 */
public interface Checkpoints {
    /** Durable when it returns. {@code at} must not lie beyond what is committed. */
    void save(Offset at, ByteBuffer state) throws IOException;

    Optional<Checkpoint> newest() throws IOException;

    /** The place of the older one of the kept snapshots: inputs below it are not needed for recovery. Never blocks. */
    Optional<Offset> oldestKept();
}
