package io.weir.sim.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * One MQTT control packet: its type, the four flag bits beside it, and everything after the remaining length.
 * Immutable as long as nobody writes into the body's array; every reader takes its own {@link #content()}.
 */
public record MqttPacket(PacketType type, int flags, ByteBuffer body) {

    /** Longer packets are taken for garbage: no device of ours sends one. */
    static final int LONGEST_BYTES = 16 << 20;

    /** Takes the first whole packet out of a buffer in reading position; an unfinished one is left where it is. */
    public static Optional<MqttPacket> take(ByteBuffer in) throws IOException {
        int start = in.position();
        if (in.remaining() < 2) {
            return Optional.empty();
        }
        int first = in.get() & 0xff;
        int lengthBytes = 0;
        int shift = 0;
        int digit;
        do {
            if (!in.hasRemaining()) {
                in.position(start);
                return Optional.empty();
            }
            digit = in.get() & 0xff;
            lengthBytes |= (digit & 0x7f) << shift;
            shift += 7;
        } while ((digit & 0x80) != 0 && shift < 28);
        if ((digit & 0x80) != 0 || lengthBytes > LONGEST_BYTES) {
            throw new IOException("MQTT packet of " + lengthBytes + " bytes or more; the limit is " + LONGEST_BYTES);
        }
        if (in.remaining() < lengthBytes) {
            in.position(start);
            return Optional.empty();
        }
        byte[] body = new byte[lengthBytes];
        in.get(body);
        return Optional.of(new MqttPacket(PacketType.numbered(first >> 4), first & 0x0f, ByteBuffer.wrap(body)));
    }

    /** A view of the body with a position of its own. */
    public ByteBuffer content() {
        return body.duplicate().rewind();
    }

    /** The packet as it goes over the wire. */
    public byte[] encoded() {
        MqttWriter out = new MqttWriter();
        out.u8((type.number() << 4) | flags);
        out.varint(body.limit());
        out.raw(content());
        return out.bytes();
    }

    /** The packet identifier at the head of an acknowledgement. */
    public int packetId() {
        return content().getShort() & 0xffff;
    }
}
