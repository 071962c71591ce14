package io.weir.buffer;

import java.io.IOException;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;

/** A {@link Scan} over the whole log. */
final class LogScan implements Scan {
    private final RecordReader reader;
    private final Tail.End end;
    private Optional<LogRecord> ahead = Optional.empty();

    LogScan(Store store, long from, Set<Integer> streams) {
        this.reader = new RecordReader(store, Set.copyOf(streams), from, RecordReader.INDIFFERENT);
        this.end = store.tail().end();
    }

    @Override
    public boolean hasNext() throws IOException {
        while (ahead.isEmpty()) {
            RecordReader.Next next = reader.next(end);
            if (next instanceof RecordReader.Next.AtEnd) {
                return false;
            }
            if (next instanceof RecordReader.Next.Found found) {
                ahead = Optional.of(found.entry());
            }
        }
        return true;
    }

    @Override
    public LogRecord next() throws IOException {
        if (!hasNext()) {
            throw new NoSuchElementException("The scan has reached its end " + end.offset());
        }
        LogRecord entry = ahead.orElseThrow();
        ahead = Optional.empty();
        return entry;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
