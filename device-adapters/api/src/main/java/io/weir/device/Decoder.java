package io.weir.device;

import java.nio.ByteBuffer;
import java.util.List;

/** Turns a payload into readings: json, senml ... Safe for use by several threads at once; keeps nothing. */
public interface Decoder {

    /**
     * The readings of one payload, one or more.
     *
     * @param captures what the topic or path gave
     * @param arrivalMillis the gateway's clock, epoch milliseconds; the event time of a reading that carries none
     * @throws UndecodableException when the payload gives none, or one of its readings breaks a rule: then none is taken
     */
    List<Reading> decode(ByteBuffer payload, TopicPattern.Captures captures, long arrivalMillis)
            throws UndecodableException;
}
