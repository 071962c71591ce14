package io.weir.uplink;

import io.weir.buffer.Cursor;
import io.weir.buffer.Expiry;
import io.weir.buffer.LogRecord;
import io.weir.buffer.Offset;
import io.weir.buffer.Standing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A log that a child could read: a list. Time passes only in {@code read}, when there is nothing to read. Offsets have
 * holes, as if other streams were in between.
 */
final class FakeLog {

    private static final int STRIDE = 3;

    private final MovableClock clock;
    private final List<LogRecord> entries = new ArrayList<>();
    private Offset durable = Offset.FIRST;
    private ByteBuffer durableNote = ByteBuffer.allocate(0);
    private long durableExpired;
    private boolean broken;

    FakeLog(MovableClock clock) {
        this.clock = clock;
    }

    Offset append(int stream, ByteBuffer bytes) {
        Offset offset = new Offset((long) entries.size() * STRIDE);
        entries.add(new LogRecord(offset, stream, clock.millis(), bytes.asReadOnlyBuffer()));
        return offset;
    }

    List<LogRecord> entries() {
        return entries;
    }

    /** From now on every access fails, until it is mended. */
    void breakDisk(boolean isBroken) {
        broken = isBroken;
    }

    FakeCursor open() {
        return new FakeCursor();
    }

    private long countBelow(Offset offset) {
        return entries.stream()
                .filter(entry -> entry.offset().compareTo(offset) < 0)
                .count();
    }

    private void failIfBroken() throws IOException {
        if (broken) {
            throw new IOException("the disk is away");
        }
    }

    /** A cursor whose commits become durable with {@link #flush} only. */
    final class FakeCursor implements Cursor {
        private Offset position = durable;
        private ByteBuffer note = durableNote;
        private long expiredHere = durableExpired;
        private int nextIndex = (int) countBelow(durable);
        private boolean closed;

        /** Retention takes the oldest n records. */
        void expire(int n) {
            int from = (int) countBelow(position);
            int to = Math.min(entries.size(), from + n);
            if (to > from) {
                position = entries.get(to - 1).offset().next();
                expiredHere += to - from;
                nextIndex = Math.max(nextIndex, to);
                durable = position;
                durableNote = note;
                durableExpired = expiredHere;
            }
        }

        boolean isClosed() {
            return closed;
        }

        @Override
        public String name() {
            return "fake";
        }

        @Override
        public List<LogRecord> read(int maxRecords, long maxBytes, Duration patience) throws IOException {
            failIfBroken();
            List<LogRecord> read = new ArrayList<>();
            long bytes = 0;
            while (nextIndex < entries.size() && read.size() < maxRecords && bytes < maxBytes) {
                LogRecord entry = entries.get(nextIndex++);
                read.add(entry);
                bytes += entry.bytes().remaining();
            }
            if (read.isEmpty()) {
                clock.move(patience);
            }
            return read;
        }

        @Override
        public void commit(Offset next, ByteBuffer newNote) throws IOException {
            failIfBroken();
            if (next.compareTo(position) < 0) {
                throw new IllegalArgumentException("back from " + position + " to " + next);
            }
            position = next;
            note = newNote.asReadOnlyBuffer();
        }

        @Override
        public void flush() throws IOException {
            failIfBroken();
            durable = position;
            durableNote = note;
            durableExpired = expiredHere;
        }

        @Override
        public Standing standing() {
            long done = countBelow(position);
            return new Standing(
                    position,
                    note.duplicate(),
                    Offset.FIRST,
                    new Offset((long) entries.size() * STRIDE),
                    entries.size() - done,
                    entries.size(),
                    Map.of(Expiry.MAX_SIZE, expiredHere));
        }

        @Override
        public void seek(Offset offset) {
            throw new UnsupportedOperationException("an uplink never seeks");
        }

        @Override
        public void seek(Instant appendedAt) {
            throw new UnsupportedOperationException("an uplink never seeks");
        }

        @Override
        public long lag() {
            return standing().lag();
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
