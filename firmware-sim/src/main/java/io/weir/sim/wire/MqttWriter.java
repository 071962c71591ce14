package io.weir.sim.wire;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes the primitive fields of MQTT packets, big-endian. One thread. */
final class MqttWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    MqttWriter u8(int value) {
        out.write(value);
        return this;
    }

    MqttWriter u16(int value) {
        return u8(value >> 8).u8(value);
    }

    MqttWriter u32(long value) {
        return u16((int) (value >> 16)).u16((int) value);
    }

    MqttWriter varint(int value) {
        int rest = value;
        while (rest > 0x7f) {
            u8((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        return u8(rest);
    }

    MqttWriter text(String value) {
        return binary(value.getBytes(StandardCharsets.UTF_8));
    }

    MqttWriter binary(byte[] value) {
        return u16(value.length).raw(ByteBuffer.wrap(value));
    }

    MqttWriter raw(ByteBuffer value) {
        while (value.hasRemaining()) {
            out.write(value.get());
        }
        return this;
    }

    MqttPacket packet(PacketType type, int flags) {
        return new MqttPacket(type, flags, ByteBuffer.wrap(bytes()));
    }

    byte[] bytes() {
        return out.toByteArray();
    }
}
