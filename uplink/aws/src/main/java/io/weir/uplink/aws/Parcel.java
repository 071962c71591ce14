package io.weir.uplink.aws;

import io.weir.uplink.Batch;
import io.weir.uplink.Outgoing;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Records of one device that become one Kinesis record.
 *
 * @param key the partition key
 * @param indexes of the records in their batch, ascending
 * @param lengthBytes of key and data, as Kinesis counts it
 */
record Parcel(String key, List<Integer> indexes, int lengthBytes) {

    /** Of one Kinesis record with its key. A stream may allow more, but only if somebody has asked for it. */
    static final int MOST_BYTES = 1 << 20;

    /** Stands for no device: Kinesis wants a key. */
    private static final String NO_DEVICE = "-";

    Parcel {
        indexes = List.copyOf(indexes);
    }

    static String key(Outgoing item) {
        return item.device().isEmpty() ? NO_DEVICE : item.device();
    }

    static int keyBytes(String key) {
        return key.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Lines, also when it is only one: what concatenates Kinesis records, such as Firehose, then gives JSON lines. */
    byte[] data(Batch batch) {
        ByteArrayOutputStream data = new ByteArrayOutputStream(lengthBytes);
        for (int index : indexes) {
            data.writeBytes(batch.records().get(index).bytes());
            data.write('\n');
        }
        return data.toByteArray();
    }
}
