package io.weir.mqtt;

/**
 * A message from the broker.
 *
 * @param payload belongs to the receiver
 * @param duplicate the broker says that it may have sent this one before
 * @param packetId 1 to 65535 at QoS 1, else 0; unique among the broker's unacknowledged messages of the session
 * @param connection which of the link's connections brought it; each has a greater number than the one before
 * @param acknowledgement how to tell the broker that the message is safe; does nothing at QoS 0
 */
@SuppressWarnings("ArrayRecordComponent")
public record Inbound(
        String topic,
        byte[] payload,
        int qos,
        boolean retained,
        boolean duplicate,
        int packetId,
        long connection,
        Acknowledgement acknowledgement) {

    /** Any thread, never blocks. Works only on the connection the message came by; later the broker sends it again. */
    @FunctionalInterface
    public interface Acknowledgement {
        void acknowledge();
    }
}
