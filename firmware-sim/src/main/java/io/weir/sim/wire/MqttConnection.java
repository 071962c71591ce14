package io.weir.sim.wire;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * One TCP connection of a device, from CONNACK on. One thread uses it; {@link #close()} may come from any other, and
 * ends a blocked read or write.
 */
final class MqttConnection implements Closeable {
    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(10);
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private ByteBuffer received = ByteBuffer.allocate(4096).limit(0);
    private boolean sessionPresent;
    private int receiveMaximum = 65_535;

    private MqttConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    /** Connects and waits for the CONNACK; a refusal is an exception that carries the reason's number. */
    static MqttConnection open(MqttSettings settings) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(settings.server(), (int) CONNECT_PATIENCE.toMillis());
            MqttConnection connection = new MqttConnection(socket);
            connection.send(settings.connect());
            connection.greet(settings);
            return connection;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private void greet(MqttSettings settings) throws IOException {
        MqttPacket answer = next(CONNECT_PATIENCE).orElseThrow(() -> new IOException("no CONNACK from " + settings));
        if (answer.type() != PacketType.CONNACK) {
            throw new IOException("expected a CONNACK, got " + answer.type());
        }
        ByteBuffer body = answer.content();
        try {
            sessionPresent = (body.get() & 1) != 0;
            int reason = body.get() & 0xff;
            if (reason != 0) {
                throw new IOException("connection refused with reason " + reason + " for " + settings);
            }
            if (settings.version().hasProperties()) {
                Map<Integer, Long> properties = MqttProperties.take(body);
                receiveMaximum = (int) (long) properties.getOrDefault(MqttProperties.RECEIVE_MAXIMUM, 65_535L);
            }
        } catch (BufferUnderflowException e) {
            throw new IOException("a CONNACK that is cut short", e);
        }
    }

    boolean sessionPresent() {
        return sessionPresent;
    }

    int receiveMaximum() {
        return receiveMaximum;
    }

    void send(MqttPacket packet) throws IOException {
        out.write(packet.encoded());
    }

    /** The next packet, or empty if none is complete within the patience. */
    Optional<MqttPacket> next(Duration patience) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            Optional<MqttPacket> packet = MqttPacket.take(received);
            long leftMillis = Math.max(0, (deadline - System.nanoTime()) / 1_000_000);
            if (packet.isPresent() || (!fill((int) leftMillis) && leftMillis == 0)) {
                return packet;
            }
        }
    }

    private boolean fill(int patienceMillis) throws IOException {
        if (patienceMillis == 0 && in.available() == 0) {
            return false;
        }
        if (received.limit() == received.capacity()) {
            byte[] rest = Arrays.copyOfRange(received.array(), received.position(), received.limit());
            received = ByteBuffer.allocate(Math.max(4096, 2 * rest.length))
                    .put(rest)
                    .flip();
        }
        socket.setSoTimeout(Math.max(1, patienceMillis));
        try {
            int count = in.read(received.array(), received.limit(), received.capacity() - received.limit());
            if (count < 0) {
                throw new IOException("the server closed the connection");
            }
            received.limit(received.limit() + count);
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
