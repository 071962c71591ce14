package io.weir.uplink;

import io.weir.device.Record;
import io.weir.device.config.Shape;
import java.util.List;

/** How a record is written for the far side. Used by one thread at a time. */
public interface Format {

    /** The record as one text line or message. */
    byte[] encode(String id, String stream, Record item);

    /** The values of the key {@code format}. */
    static Shape choices() {
        return Choices.of(List.of("jsonl"), List.of("senml", "cloudevents", "avro", "columnar"));
    }

    /** The format with this name; the name has passed {@link #choices}. */
    static Format named(String name) {
        if (!name.equals("jsonl")) {
            throw new IllegalArgumentException("there is no format " + name);
        }
        return new JsonLines();
    }
}
