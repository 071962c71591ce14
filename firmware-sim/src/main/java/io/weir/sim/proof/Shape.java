package io.weir.sim.proof;

import io.weir.sim.fleet.Message;
import java.util.List;

/** Which readings the gateway was told to make of one message. */
public enum Shape {
    /** The measured value and the device's sequence number. */
    VALUE_AND_SEQ,
    /** Only the sequence number, under the metric {@code seq}. */
    SEQ,
    /** Only the measured value. */
    VALUE;

    static final String SEQ_METRIC = "seq";

    List<Point> points(String metric, Message message) {
        Point value = new Point(metric, message.timeMillis(), message.value());
        Point seq = new Point(SEQ_METRIC, message.timeMillis(), message.seq());
        return switch (this) {
            case VALUE_AND_SEQ -> List.of(value, seq);
            case SEQ -> List.of(seq);
            case VALUE -> List.of(value);
        };
    }
}
