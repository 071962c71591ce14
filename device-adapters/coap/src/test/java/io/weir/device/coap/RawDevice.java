package io.weir.device.coap;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** A device made of bytes: writes CoAP datagrams by hand, so that a test decides what is sent twice. */
final class RawDevice implements AutoCloseable {

    static final int CON = 0;
    static final int NON = 1;
    static final int ACK = 2;
    static final int EMPTY = 0x00;
    static final int CHANGED = 0x44;
    static final int CONTINUE = 0x5F;
    static final int BAD_REQUEST = 0x80;
    static final int INCOMPLETE = 0x88;

    private static final int POST = 0x02;

    /** One received datagram. */
    record Heard(int type, int code, int mid) {}

    private final DatagramSocket socket;

    RawDevice(String gateway) throws IOException {
        int colon = gateway.lastIndexOf(':');
        socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        socket.connect(
                InetAddress.getByName(gateway.substring(0, colon)), Integer.parseInt(gateway.substring(colon + 1)));
    }

    String address() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    /** A POST without blocks; the token is the message id again. */
    static byte[] post(int type, int mid, String payload, String... path) {
        return post(type, mid, -1, payload.getBytes(StandardCharsets.UTF_8), path);
    }

    /** One block of 1,024 bytes of a longer POST (RFC 7959, Block1). */
    static byte[] block(int mid, int number, boolean more, String... path) {
        return post(CON, mid, number << 4 | (more ? 8 : 0) | 6, new byte[1024], path);
    }

    private static byte[] post(int type, int mid, int block1, byte[] payload, String... path) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        header(out, type, POST, mid, 2);
        out.write(mid >> 8);
        out.write(mid);
        int number = 0;
        for (String segment : path) {
            byte[] bytes = segment.getBytes(StandardCharsets.UTF_8);
            if (bytes.length > 12) {
                throw new IllegalArgumentException("this device writes short path segments only: " + segment);
            }
            out.write((11 - number) << 4 | bytes.length);
            out.writeBytes(bytes);
            number = 11;
        }
        if (block1 >= 0) {
            // option 27, one byte long: its distance of 16 from Uri-Path needs an extra byte that says 16 - 13
            out.writeBytes(new byte[] {(byte) 0xD1, 3, (byte) block1});
        }
        out.write(0xFF);
        out.writeBytes(payload);
        return out.toByteArray();
    }

    static byte[] emptyAck(int mid) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        header(out, ACK, EMPTY, mid, 0);
        return out.toByteArray();
    }

    private static void header(ByteArrayOutputStream out, int type, int code, int mid, int tokenLength) {
        out.write(1 << 6 | type << 4 | tokenLength);
        out.write(code);
        out.write(mid >> 8);
        out.write(mid);
    }

    void send(byte[] datagram) throws IOException {
        socket.send(new DatagramPacket(datagram, datagram.length));
    }

    /** The next datagram, or nothing if none comes in time. */
    Optional<Heard> hear(int patienceMillis) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
        socket.setSoTimeout(patienceMillis);
        try {
            socket.receive(packet);
        } catch (SocketTimeoutException e) {
            return Optional.empty();
        }
        byte[] bytes = Arrays.copyOf(packet.getData(), packet.getLength());
        int mid = (bytes[2] & 0xFF) << 8 | (bytes[3] & 0xFF);
        return Optional.of(new Heard((bytes[0] >> 4) & 3, bytes[1] & 0xFF, mid));
    }

    @Override
    public void close() {
        socket.close();
    }
}
