package io.weir.buffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A {@link Cursor}: the reading half; the counting half is its {@link Account}. */
final class LogCursor implements Cursor {
    /** So many steps are made before others may look at the account. */
    private static final int STEPS = 256;

    private final Store store;
    private final Account account;
    private final Upkeep upkeep;
    private final Locator locator;
    private Optional<RecordReader> reader = Optional.empty();
    private Optional<LogRecord> ahead = Optional.empty();
    private long moves;
    private boolean closed;

    /** What a cursor asks of the log. */
    interface Upkeep {
        void saveState() throws IOException;

        void closed(Account account);

        /** Whether everything between these offsets was deleted on purpose. */
        boolean isRemoved(long from, long to);
    }

    LogCursor(Store store, Account account, Upkeep upkeep) {
        this.store = store;
        this.account = account;
        this.upkeep = upkeep;
        this.locator = new Locator(store);
    }

    @Override
    public String name() {
        return account.name();
    }

    @Override
    public List<LogRecord> read(int maxRecords, long maxBytes, Duration patience)
            throws IOException, InterruptedException {
        requireOpen();
        long deadline = System.nanoTime() + patience.toNanos();
        Batch batch = new Batch(maxRecords, maxBytes);
        while (true) {
            Tail.End end = store.tail().end();
            boolean atEnd = gather(batch, end);
            if (batch.isFull() || (atEnd && !batch.records.isEmpty())) {
                return batch.records;
            }
            if (atEnd && !store.tail().awaitBeyond(end.offset(), deadline - System.nanoTime())) {
                return batch.records;
            }
        }
    }

    /** As {@link #fill}. What was read before a failure is in flight and never read again: it is handed out first. */
    private boolean gather(Batch batch, Tail.End end) throws IOException {
        try {
            return fill(batch, end);
        } catch (IOException | RuntimeException e) {
            if (batch.records.isEmpty()) {
                throw e;
            }
            batch.full = true; // the next call meets the failure again
            return false;
        }
    }

    /** Reads until the batch is full, the end is reached (true), or others should have a turn. */
    private boolean fill(Batch batch, Tail.End end) throws IOException {
        boolean sound = false;
        try {
            boolean atEnd = advance(batch, end);
            sound = true;
            return atEnd;
        } finally {
            if (!sound) {
                account.beginHere(); // a reader that has failed on its way stands nowhere
            }
        }
    }

    private boolean advance(Batch batch, Tail.End end) throws IOException {
        synchronized (account) {
            for (int step = 0; step < STEPS && !batch.isFull(); step++) {
                if (ahead.isPresent() && moves == account.moves()) {
                    if (ahead.get().offset().value() >= end.offset()) {
                        return true;
                    }
                    if (!batch.take(ahead.get())) {
                        return false;
                    }
                    account.read(ahead.get().offset().value(), ahead.get().stream());
                    ahead = Optional.empty();
                } else {
                    RecordReader.Next next = reader().next(end);
                    if (next instanceof RecordReader.Next.AtEnd) {
                        return true;
                    }
                    if (next instanceof RecordReader.Next.Found found) {
                        ahead = Optional.of(found.entry());
                    }
                }
            }
            return false;
        }
    }

    private RecordReader reader() throws IOException {
        if (reader.isPresent() && moves == account.moves()) {
            return reader.get();
        }
        closeReader();
        moves = account.moves();
        RecordReader fresh = new RecordReader(store, account.streams(), account.readPosition(), new Bookkeeper());
        reader = Optional.of(fresh);
        return fresh;
    }

    private void closeReader() throws IOException {
        ahead = Optional.empty();
        if (reader.isPresent()) {
            RecordReader old = reader.get();
            reader = Optional.empty();
            old.close();
        }
    }

    /** Keeps the account while the reader goes on. */
    private final class Bookkeeper implements RecordReader.Witness {
        @Override
        public void totals(Map<Integer, Long> known, long at, Map<Expiry, Map<Integer, Long>> gone) {
            boolean removed = upkeep.isRemoved(account.readPosition(), at);
            account.reconcile(known, at, gone, removed ? Expiry.RECLAIMED : Expiry.DAMAGED);
        }

        @Override
        public void passed(long offset) {
            account.passed(offset);
        }

        @Override
        public void between(long offset) {
            account.foretell(store.catalog().goneFrom(offset));
        }
    }

    @Override
    public void commit(Offset next, ByteBuffer note) throws IOException {
        requireOpen();
        if (note.remaining() > MAX_NOTE_BYTES) {
            throw new IllegalArgumentException("The note of cursor " + name() + " (" + note.remaining()
                    + " bytes) must not be longer than " + MAX_NOTE_BYTES);
        }
        if (next.value() > store.tail().end().offset()) {
            throw new IllegalArgumentException("Cursor " + name() + " cannot commit " + next
                    + " beyond the end of the log " + store.tail().end().offset());
        }
        readUpTo(next.value());
        ByteBuffer copy = ByteBuffer.allocate(note.remaining());
        copy.put(note.duplicate()).flip();
        account.commit(next.value(), copy);
    }

    /** The destination may know of more than was read: pass over it. */
    private void readUpTo(long offset) throws IOException {
        Batch ignored = new Batch(Integer.MAX_VALUE, Long.MAX_VALUE);
        while (account.readPosition() < offset) {
            ignored.records.clear();
            if (fill(ignored, new Tail.End(offset, Map.of()))) {
                account.passed(offset);
            }
        }
    }

    @Override
    public void flush() throws IOException {
        upkeep.saveState();
    }

    @Override
    public Standing standing() {
        return account.standing(store.tail());
    }

    @Override
    public void seek(Offset offset) throws IOException {
        begin(locator.at(offset.value()));
    }

    @Override
    public void seek(Instant appendedAt) throws IOException {
        begin(locator.find(new Start.Since(appendedAt)));
    }

    private void begin(Locator.Place place) throws IOException {
        requireOpen();
        synchronized (account) {
            closeReader();
            account.begin(place);
        }
        upkeep.saveState(); // after a crash the cursor must not be where it was sought away from
    }

    @Override
    public long lag() {
        return standing().lag();
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("Cursor " + name() + " is closed");
        }
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            synchronized (account) {
                closeReader();
                account.rewind();
            }
            upkeep.closed(account);
            upkeep.saveState();
        }
    }

    /** What one call of read gathers. */
    private static final class Batch {
        private final List<LogRecord> records = new ArrayList<>();
        private final int maxRecords;
        private final long maxBytes;
        private long bytes;
        private boolean full;

        Batch(int maxRecords, long maxBytes) {
            if (maxRecords < 1) {
                throw new IllegalArgumentException("maxRecords (" + maxRecords + ") must be at least 1");
            }
            this.maxRecords = maxRecords;
            this.maxBytes = maxBytes;
        }

        boolean take(LogRecord entry) {
            int length = entry.bytes().remaining();
            if (!records.isEmpty() && bytes + length > maxBytes) {
                full = true;
                return false;
            }
            records.add(entry);
            bytes += length;
            full = records.size() >= maxRecords || bytes >= maxBytes;
            return true;
        }

        boolean isFull() {
            return full;
        }
    }
}
