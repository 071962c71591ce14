package io.weir.uplink;

import java.io.ByteArrayOutputStream;
import java.util.List;

/** Records that leave together, in the order of the log. Immutable, at least one. */
public record Batch(List<Outgoing> records) {

    public Batch {
        records = List.copyOf(records);
        if (records.isEmpty()) {
            throw new IllegalArgumentException("a batch has at least one record");
        }
    }

    public int size() {
        return records.size();
    }

    /** Names this batch for a destination that drops repeats: {@code gw-7/3/1042+500}. */
    public String id() {
        return records.get(0).id() + "+" + records.size();
    }

    /** The records as lines, each with a line break behind it. */
    public byte[] lines() {
        int length = records.stream().mapToInt(item -> item.bytes().length + 1).sum();
        ByteArrayOutputStream body = new ByteArrayOutputStream(length);
        for (Outgoing item : records) {
            body.writeBytes(item.bytes());
            body.write('\n');
        }
        return body.toByteArray();
    }
}
