package io.weir.sim.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** The server's end of one MQTT connection, for those who count what is published. One thread, except {@link #acknowledge}. */
public final class MqttServerSide {
    private final InputStream in;
    private final OutputStream out;
    private ByteBuffer received = ByteBuffer.allocate(8192).limit(0);
    private MqttVersion version = MqttVersion.V3_1_1;
    private String clientId = "";
    private boolean cleanStart;

    /** A PUBLISH, taken apart; the id is 0 at QoS 0. */
    public record Publish(String topic, int qos, boolean again, int packetId, ByteBuffer payload) {}

    public MqttServerSide(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    /** Reads the CONNECT and remembers who it is. */
    public void awaitConnect() throws IOException {
        MqttPacket connect = next();
        if (connect.type() != PacketType.CONNECT) {
            throw new IOException("expected a CONNECT, got " + connect.type());
        }
        try {
            ByteBuffer body = connect.content();
            text(body);
            version = body.get() == MqttVersion.V5.level() ? MqttVersion.V5 : MqttVersion.V3_1_1;
            cleanStart = (body.get() & 2) != 0;
            body.getShort();
            if (version.hasProperties()) {
                MqttProperties.take(body);
            }
            clientId = text(body);
        } catch (BufferUnderflowException e) {
            throw new IOException("a CONNECT that is cut short", e);
        }
    }

    /** Answers the CONNECT, which is read first if it was not. */
    public void greet(boolean sessionPresent, int reason) throws IOException {
        if (clientId.isEmpty()) {
            awaitConnect();
        }
        MqttWriter body = new MqttWriter().u8(sessionPresent ? 1 : 0).u8(reason);
        if (version.hasProperties()) {
            body.varint(0);
        }
        write(body.packet(PacketType.CONNACK, 0));
    }

    public String clientId() {
        return clientId;
    }

    public boolean isCleanStart() {
        return cleanStart;
    }

    public MqttPacket next() throws IOException {
        Optional<MqttPacket> packet = MqttPacket.take(received);
        while (packet.isEmpty()) {
            fill();
            packet = MqttPacket.take(received);
        }
        return packet.get();
    }

    private void fill() throws IOException {
        if (received.limit() == received.capacity()) {
            byte[] rest = Arrays.copyOfRange(received.array(), received.position(), received.limit());
            received = ByteBuffer.allocate(Math.max(8192, 2 * rest.length))
                    .put(rest)
                    .flip();
        }
        int count = in.read(received.array(), received.limit(), received.capacity() - received.limit());
        if (count < 0) {
            throw new EOFException("the client closed the connection");
        }
        received.limit(received.limit() + count);
    }

    public Publish publish(MqttPacket packet) throws IOException {
        try {
            ByteBuffer body = packet.content();
            int qos = (packet.flags() >> 1) & 3;
            String topic = text(body);
            int id = qos > 0 ? body.getShort() & 0xffff : 0;
            if (version.hasProperties()) {
                MqttProperties.take(body);
            }
            return new Publish(topic, qos, (packet.flags() & 8) != 0, id, body.slice());
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new IOException("a PUBLISH that is cut short", e);
        }
    }

    /** May be called by another thread than the reading one, by one at a time. */
    public void acknowledge(PacketType type, int packetId) throws IOException {
        write(new MqttWriter().u16(packetId).packet(type, type == PacketType.PUBREL ? 2 : 0));
    }

    /** Grants QoS 1, or takes the subscription back. */
    public void acknowledgeSubscription(PacketType type, int packetId) throws IOException {
        MqttWriter body = new MqttWriter().u16(packetId);
        if (version.hasProperties()) {
            body.varint(0);
        }
        if (type == PacketType.SUBACK) {
            body.u8(1);
        } else if (version.hasProperties()) {
            body.u8(0);
        }
        write(body.packet(type, 0));
    }

    public void send(PacketType type) throws IOException {
        write(new MqttWriter().packet(type, 0));
    }

    private void write(MqttPacket packet) throws IOException {
        out.write(packet.encoded());
    }

    private static String text(ByteBuffer in) {
        byte[] bytes = new byte[in.getShort() & 0xffff];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
