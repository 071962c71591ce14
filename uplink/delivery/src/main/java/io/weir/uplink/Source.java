package io.weir.uplink;

import io.weir.buffer.Cursor;
import io.weir.buffer.LogRecord;
import io.weir.device.Record;
import io.weir.device.RecordCodec;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * Where an uplink's records come from.
 *
 * @param cursor the uplink owns it from now on and closes it
 * @param streamNames the name of each stream number that the cursor reads
 * @param epoch the lifetime of the buffer, the middle part of every id
 * @param times gives a record the times it leaves with; nothing while it shall wait, since these may still come out
 */
public record Source(
        Cursor cursor,
        IntFunction<String> streamNames,
        String gatewayId,
        long epoch,
        Function<Record, Optional<Record>> times) {

    /** Of records that leave as they were written. */
    public Source(Cursor cursor, IntFunction<String> streamNames, String gatewayId, long epoch) {
        this(cursor, streamNames, gatewayId, epoch, Optional::of);
    }

    String id(LogRecord entry) {
        return gatewayId + "/" + epoch + "/" + entry.offset();
    }

    String stream(LogRecord entry) {
        return streamNames.apply(entry.stream());
    }

    /**
     * The entry as it will leave; nothing while it shall wait.
     *
     * @throws io.weir.device.MalformedBytesException when it holds no record
     */
    Optional<Outgoing> outgoing(LogRecord entry, Format format) {
        Optional<Record> timed = times.apply(RecordCodec.decode(entry.bytes().duplicate()));
        if (timed.isEmpty()) {
            return Optional.empty();
        }
        Record item = timed.get();
        String id = id(entry);
        String stream = stream(entry);
        return Optional.of(new Outgoing(id, stream, entry.offset(), item, format.encode(id, stream, item)));
    }
}
