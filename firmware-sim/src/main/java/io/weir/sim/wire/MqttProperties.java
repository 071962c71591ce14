package io.weir.sim.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** Reads an MQTT 5 property section and keeps its numbers; texts are stepped over, nobody here needs them. */
final class MqttProperties {
    static final int SESSION_EXPIRY_SECONDS = 0x11;
    static final int RECEIVE_MAXIMUM = 0x21;

    private MqttProperties() {}

    static Map<Integer, Long> take(ByteBuffer in) throws IOException {
        Map<Integer, Long> numbers = new HashMap<>();
        int end = varint(in);
        end += in.position();
        while (in.position() < end) {
            int id = varint(in);
            switch (id) {
                case 0x01, 0x17, 0x19, 0x24, 0x25, 0x28, 0x29, 0x2a -> numbers.put(id, in.get() & 0xffL);
                case 0x13, RECEIVE_MAXIMUM, 0x22, 0x23 -> numbers.put(id, in.getShort() & 0xffffL);
                case 0x02, SESSION_EXPIRY_SECONDS, 0x18, 0x27 -> numbers.put(id, in.getInt() & 0xffffffffL);
                case 0x0b -> numbers.put(id, (long) varint(in));
                case 0x26 -> {
                    skip(in);
                    skip(in);
                }
                case 0x03, 0x08, 0x09, 0x12, 0x15, 0x16, 0x1a, 0x1c, 0x1f -> skip(in);
                default -> throw new IOException("unknown MQTT 5 property 0x" + Integer.toHexString(id));
            }
        }
        return numbers;
    }

    private static void skip(ByteBuffer in) {
        int length = in.getShort() & 0xffff;
        in.position(in.position() + length);
    }

    private static int varint(ByteBuffer in) {
        int value = 0;
        int shift = 0;
        int digit;
        do {
            digit = in.get() & 0xff;
            value |= (digit & 0x7f) << shift;
            shift += 7;
        } while ((digit & 0x80) != 0 && shift < 28);
        return value;
    }
}
