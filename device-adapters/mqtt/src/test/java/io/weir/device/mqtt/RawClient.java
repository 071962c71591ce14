package io.weir.device.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An MQTT client of bytes: it sends whatever it is told to, also nonsense, and reads packets one by one. */
final class RawClient implements AutoCloseable {

    /** Longest wait for a packet that must come. */
    private static final int PATIENCE_MILLIS = 60_000;

    static final int CLEAN = 0x02;

    /** One packet: the first byte, and what follows the length. */
    record Packet(int head, List<Integer> body) {
        int type() {
            return head >> 4;
        }

        int packetId() {
            return body.get(0) << 8 | body.get(1);
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder(String.format("%02x:", head));
            body.forEach(b -> text.append(String.format("%02x", b)));
            return text.toString();
        }
    }

    private final Socket socket;
    private final DataInputStream in;
    private final boolean version5;

    private RawClient(Socket socket, boolean version5) throws IOException {
        this.socket = socket;
        this.version5 = version5;
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
    }

    static RawClient v3(int port) throws IOException {
        return new RawClient(new Socket(InetAddress.getLoopbackAddress(), port), false);
    }

    static RawClient v5(int port) throws IOException {
        return new RawClient(new Socket(InetAddress.getLoopbackAddress(), port), true);
    }

    /** A connected client with a durable session. */
    static RawClient durable(int port, int version, String id) throws IOException {
        RawClient client = version == 5 ? v5(port) : v3(port);
        client.send(client.connect(id, 0, 0, 3600));
        return client;
    }

    /** A connected client without a session; its CONNACK has been read. */
    static RawClient clean(int port, int version, String id) throws IOException {
        RawClient client = version == 5 ? v5(port) : v3(port);
        client.send(client.connect(id, CLEAN, 0, 0));
        assertThat(client.read().body().get(1)).isZero();
        return client;
    }

    byte[] connect(String id, int flags, int keepAliveSeconds, int expirySeconds, String... fields) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        text(body, "MQTT");
        body.write(version5 ? 5 : 4);
        body.write(flags);
        number(body, keepAliveSeconds);
        if (version5) {
            body.writeBytes(new byte[] {5, 0x11, 0, 0, (byte) (expirySeconds >> 8), (byte) expirySeconds});
        }
        text(body, id);
        if (version5 && (flags & 0x04) != 0) {
            body.write(0);
        }
        for (String field : fields) {
            text(body, field);
        }
        return packet(0x10, body.toByteArray());
    }

    byte[] publish(int id, boolean duplicate, String topic, String payload) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        text(body, topic);
        if (id > 0) {
            number(body, id);
        }
        if (version5) {
            body.write(0);
        }
        body.writeBytes(payload.getBytes(StandardCharsets.UTF_8));
        return packet(0x30 | (id > 0 ? 2 : 0) | (duplicate ? 8 : 0), body.toByteArray());
    }

    byte[] subscribe(int id, String... filters) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        number(body, id);
        if (version5) {
            body.write(0);
        }
        for (String filter : filters) {
            text(body, filter);
            body.write(1);
        }
        return packet(0x82, body.toByteArray());
    }

    static byte[] packet(int head, byte[] body) {
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(head);
        int left = body.length;
        do {
            packet.write(left > 127 ? left & 0x7F | 0x80 : left);
            left >>>= 7;
        } while (left > 0);
        packet.writeBytes(body);
        return packet.toByteArray();
    }

    static void text(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        number(out, bytes.length);
        out.writeBytes(bytes);
    }

    private static void number(ByteArrayOutputStream out, int value) {
        out.write(value >> 8);
        out.write(value);
    }

    void send(byte[]... packets) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] packet : packets) {
            all.writeBytes(packet);
        }
        socket.getOutputStream().write(all.toByteArray());
    }

    void ping() throws IOException {
        send(new byte[] {(byte) 0xC0, 0});
    }

    /** Proves that nothing else was sent before: packets of one connection come in order. */
    void assertSilent() throws IOException {
        ping();
        read(13);
    }

    /** The next packet; fails when none comes. */
    Packet read() throws IOException {
        int head = in.readUnsignedByte();
        int length = 0;
        int shift = 0;
        int next;
        do {
            next = in.readUnsignedByte();
            length |= (next & 0x7F) << shift;
            shift += 7;
        } while ((next & 0x80) != 0);
        List<Integer> body = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            body.add(in.readUnsignedByte());
        }
        return new Packet(head, List.copyOf(body));
    }

    Packet read(int type) throws IOException {
        Packet packet = read();
        assertThat(packet.type()).as(packet.toString()).isEqualTo(type);
        return packet;
    }

    List<Integer> pubacks(int count) throws IOException {
        List<Integer> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(read(4).packetId());
        }
        return ids;
    }

    /** Everything until the other side closes; the last packet before it, if there was one. */
    Optional<Packet> last() throws IOException {
        Optional<Packet> last = Optional.empty();
        try {
            while (true) {
                last = Optional.of(read());
            }
        } catch (EOFException | SocketException closed) {
            return last;
        }
    }

    boolean hasAnswer() throws IOException {
        return in.available() > 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
