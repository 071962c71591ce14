package io.weir.uplink;

import io.weir.buffer.Cursor;
import io.weir.buffer.LogRecord;
import io.weir.device.Record;
import io.weir.device.RecordCodec;
import java.util.function.IntFunction;

/**
 * Where an uplink's records come from.
 *
 * @param cursor the uplink owns it from now on and closes it
 * @param streamNames the name of each stream number that the cursor reads
 * @param epoch the lifetime of the buffer, the middle part of every id
 */
public record Source(Cursor cursor, IntFunction<String> streamNames, String gatewayId, long epoch) {

    String id(LogRecord entry) {
        return gatewayId + "/" + epoch + "/" + entry.offset();
    }

    String stream(LogRecord entry) {
        return streamNames.apply(entry.stream());
    }

    /**
     * The entry as it will leave.
     *
     * @throws io.weir.device.MalformedBytesException when it holds no record
     */
    Outgoing outgoing(LogRecord entry, Format format) {
        Record item = RecordCodec.decode(entry.bytes());
        String id = id(entry);
        String stream = stream(entry);
        return new Outgoing(id, stream, entry.offset(), item, format.encode(id, stream, item));
    }
}
