package io.weir.mqtt;

/**
 * What the broker publishes when the connection is lost.
 *
 * @param payload owned by the will from now on
 * @param qos 0, 1 or 2
 */
@SuppressWarnings("ArrayRecordComponent")
public record Will(String topic, byte[] payload, int qos, boolean retained) {
    public Will {
        if (topic.isEmpty() || topic.indexOf('#') >= 0 || topic.indexOf('+') >= 0) {
            throw new IllegalArgumentException("\"" + topic + "\" is no topic to publish a will to");
        }
        if (qos < 0 || qos > 2) {
            throw new IllegalArgumentException("qos (" + qos + ") of the will must be 0, 1 or 2");
        }
    }
}
