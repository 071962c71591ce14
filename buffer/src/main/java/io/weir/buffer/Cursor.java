package io.weir.buffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A named reading place that survives restarts: read, deliver, then commit. Used by one thread at a time;
 * {@link #standing} and {@link #lag} may be asked by any. After a crash the position may be older than the last
 * commit, by at most {@link LogConfig#cursorSync}, and never newer.
 */
public interface Cursor extends AutoCloseable {
    /** The longest note, in bytes. */
    int MAX_NOTE_BYTES = 4096;

    String name();

    /**
     * The next records of the cursor's streams in order, at least one unless the patience ends first.
     * What was read and not committed is read again only after {@link #seek}, a new opening or a restart.
     */
    List<LogRecord> read(int maxRecords, long maxBytes, Duration patience) throws IOException, InterruptedException;

    /**
     * Everything below {@code next} is done. {@code next} may lie beyond what was read when the destination knows
     * better, up to the end of the log. The note (at most {@value #MAX_NOTE_BYTES} bytes, copied) becomes durable
     * together with the position, at the latest after {@link LogConfig#cursorSync}.
     */
    void commit(Offset next, ByteBuffer note) throws IOException;

    /** Makes the last commit durable now. */
    void flush() throws IOException;

    Standing standing();

    /** Begins anew at this offset, or the nearest that exists: {@code start} moves there, the note becomes empty and the counts zero. */
    void seek(Offset offset) throws IOException;

    /** Begins anew at the first block appended at or after this instant of the log's clock. */
    void seek(Instant appendedAt) throws IOException;

    /** As {@link Standing#lag}. */
    long lag();

    /** Ends the reading; the durable position stays and holds what it needs until {@link RecordLog#forget}. */
    @Override
    void close() throws IOException;
}
