package io.weir.uplink;

import io.weir.buffer.Offset;
import io.weir.device.Record;

/**
 * One record ready to leave.
 *
 * @param id {@code gateway/epoch/offset}: the same however often it is sent, so that the far side can drop a repeat
 * @param stream the stream's name
 * @param bytes the record in the uplink's format, without a line break. Shared: must not be changed
 */
@SuppressWarnings("ArrayRecordComponent") // one of millions, compared by nobody; a copy per access would be the price
public record Outgoing(String id, String stream, Offset offset, Record item, byte[] bytes) {

    /** The device it belongs to, or the empty text for a result that is not grouped by device. */
    public String device() {
        return item.deviceName();
    }
}
