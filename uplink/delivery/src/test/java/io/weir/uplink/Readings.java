package io.weir.uplink;

import io.weir.buffer.LogRecord;
import io.weir.buffer.Offset;
import io.weir.device.BinaryWriter;
import io.weir.device.DeviceId;
import io.weir.device.Quality;
import io.weir.device.Reading;
import io.weir.device.RecordCodec;
import io.weir.device.Value;
import java.nio.ByteBuffer;
import java.util.List;

/** Records for tests. */
final class Readings {

    private Readings() {}

    static Reading reading(String device, double value) {
        return new Reading(new DeviceId(device), "m", 1_000, new Value.Num(value), "", Quality.GOOD, 1_000);
    }

    static ByteBuffer bytes(String device, double value) {
        BinaryWriter out = new BinaryWriter(64);
        RecordCodec.encode(reading(device, value), out);
        return ByteBuffer.wrap(out.toByteArray());
    }

    /** As an uplink would make it. */
    static Outgoing outgoing(String stream, String device, long offset) {
        Reading item = reading(device, (double) offset);
        String id = "gw/1/" + offset;
        return new Outgoing(id, stream, new Offset(offset), item, new JsonLines().encode(id, stream, item));
    }

    static LogRecord entry(long offset, String device) {
        return new LogRecord(new Offset(offset), 0, 1_000, bytes(device, (double) offset));
    }

    static Batch batch(Outgoing... records) {
        return new Batch(List.of(records));
    }
}
