package io.weir.device.mqtt;

import io.weir.device.Ack;
import io.weir.device.Arrival;
import io.weir.device.Arrival.Content;
import io.weir.device.Delivery;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Makes arrivals of MQTT messages. Used by one thread at a time. */
final class Messages {

    private static final Delivery ONCE = new Delivery.Once();

    /** Guesses of what objects cost: a message, and each reading of it. */
    private static final int MESSAGE_BYTES = 256;

    private static final int READING_BYTES = 160;

    private final String adapter;
    private final CRC32C crc = new CRC32C();

    Messages(String adapter) {
        this.adapter = adapter;
    }

    static Delivery once() {
        return ONCE;
    }

    /** Tells a message from the peer's other ones: packet id above, checksum of topic and payload below. */
    long fingerprint(int packetId, String topic, ByteBuffer payload) {
        crc.reset();
        crc.update(payload);
        int sum = (int) crc.getValue() * 31 + topic.hashCode();
        return (long) packetId << 32 | sum & 0xFFFF_FFFFL;
    }

    Arrival.Message arrival(Content content, Delivery delivery, int payloadBytes, Ack ack) {
        int readings =
                content instanceof Content.Decoded decoded ? decoded.readings().size() : 0;
        return new Arrival.Message(
                adapter, "", content, delivery, MESSAGE_BYTES + payloadBytes + READING_BYTES * readings, ack);
    }
}
