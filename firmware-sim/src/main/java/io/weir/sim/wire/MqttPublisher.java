package io.weir.sim.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A device that publishes over a persistent MQTT session. After a broken connection everything unacknowledged is sent
 * again first, in its old order, under its old packet ids and marked DUP; if the server has forgotten the session, it is
 * sent as new, as the standard demands. One thread; {@link #close()} from any.
 */
public final class MqttPublisher implements Transport {
    private static final Duration RECONNECT_PAUSE = Duration.ofMillis(200);
    private static final Logger log = LoggerFactory.getLogger(MqttPublisher.class);
    private final MqttSettings settings;
    private final int qos;
    private final Answers answers;
    private final Map<Integer, Flight> inFlight = new LinkedHashMap<>();
    private volatile @Nullable MqttConnection connection;
    private volatile boolean closed;
    private boolean deaf;
    private int lastId;
    private int connections;
    private int forgottenSessions;
    private long resent;
    private long lastSentNanos;

    private record Flight(int entry, String topic, ByteBuffer payload) {}

    public MqttPublisher(MqttSettings settings, int qos, Answers answers) {
        if (qos < 0 || qos > 1) {
            throw new IllegalArgumentException("qos (" + qos + ") must be 0 or 1");
        }
        this.settings = settings;
        this.qos = qos;
        this.answers = answers;
    }

    @Override
    public Offer offer(int entry, String topic, byte[] payload) {
        MqttConnection current = connection;
        if (current == null || inFlight.size() >= Math.min(settings.window(), current.receiveMaximum())) {
            return Offer.LATER;
        }
        Flight flight = new Flight(entry, topic, ByteBuffer.wrap(payload));
        int id = 0;
        if (qos == 1) {
            id = nextId();
            inFlight.put(id, flight);
        }
        try {
            send(current, publish(flight, id, false));
        } catch (IOException e) {
            drop(current);
        }
        return Offer.TAKEN;
    }

    @Override
    public void work(Duration patience) throws InterruptedException {
        MqttConnection current = connection;
        try {
            if (current == null) {
                connect();
                return;
            }
            if (deaf) {
                pause(patience);
                return;
            }
            keepAlive(current);
            Optional<MqttPacket> packet = current.next(patience);
            while (packet.isPresent()) {
                receive(packet.get());
                packet = current.next(Duration.ZERO);
            }
        } catch (IOException e) {
            disconnected(patience);
        }
    }

    /** From now on the device does not read its acknowledgements, as if the line were cut behind the server. */
    public void turnDeaf() {
        deaf = true;
    }

    /** Breaks the connection without a farewell; the session and what is unacknowledged stay. */
    public void breakConnection() {
        MqttConnection current = connection;
        if (current != null) {
            drop(current);
        }
        deaf = false;
    }

    private void connect() throws IOException {
        if (closed) {
            throw new IOException("the device is switched off");
        }
        MqttConnection fresh = MqttConnection.open(settings);
        connection = fresh;
        connections++;
        if (connections > 1 && !fresh.sessionPresent()) {
            forgottenSessions++;
        }
        for (Map.Entry<Integer, Flight> entry : inFlight.entrySet()) {
            send(fresh, publish(entry.getValue(), entry.getKey(), fresh.sessionPresent()));
            resent++;
        }
    }

    private void disconnected(Duration patience) throws InterruptedException {
        MqttConnection current = connection;
        if (current != null) {
            drop(current);
        }
        pause(RECONNECT_PAUSE.compareTo(patience) < 0 ? RECONNECT_PAUSE : patience);
    }

    private static void pause(Duration length) throws InterruptedException {
        Thread.sleep(length.toMillis());
    }

    private void receive(MqttPacket packet) throws IOException {
        if (packet.type() == PacketType.DISCONNECT) {
            throw new IOException("the server ends the connection");
        }
        if (packet.type() != PacketType.PUBACK) {
            return;
        }
        Flight flight = inFlight.remove(packet.packetId());
        if (flight == null) {
            return;
        }
        ByteBuffer body = packet.content().position(2);
        int reason = body.hasRemaining() ? body.get() & 0xff : 0;
        if (reason < 0x80) {
            answers.accepted(flight.entry());
        } else {
            answers.refused(flight.entry(), "PUBACK reason 0x" + Integer.toHexString(reason));
        }
    }

    private void keepAlive(MqttConnection current) throws IOException {
        long quietNanos = System.nanoTime() - lastSentNanos;
        if (!settings.keepAlive().isZero() && quietNanos > settings.keepAlive().toNanos() / 2) {
            send(current, new MqttWriter().packet(PacketType.PINGREQ, 0));
        }
    }

    private void send(MqttConnection current, MqttPacket packet) throws IOException {
        current.send(packet);
        lastSentNanos = System.nanoTime();
    }

    private MqttPacket publish(Flight flight, int id, boolean again) {
        MqttWriter out = new MqttWriter().text(flight.topic());
        if (qos == 1) {
            out.u16(id);
        }
        if (settings.version().hasProperties()) {
            out.varint(0);
        }
        out.raw(flight.payload().duplicate());
        return out.packet(PacketType.PUBLISH, (qos << 1) | (again ? 8 : 0));
    }

    private int nextId() {
        do {
            lastId = lastId == 65_535 ? 1 : lastId + 1;
        } while (inFlight.containsKey(lastId));
        return lastId;
    }

    private void drop(MqttConnection current) {
        connection = null;
        try {
            current.close();
        } catch (IOException e) {
            log.debug("Could not close the connection of {}: {}", settings, e.getMessage());
        }
    }

    @Override
    public int unanswered() {
        return inFlight.size();
    }

    @Override
    public int connections() {
        return connections;
    }

    boolean isConnected() {
        return connection != null;
    }

    @Override
    public int forgottenSessions() {
        return forgottenSessions;
    }

    @Override
    public long resent() {
        return resent;
    }

    @Override
    public void close() throws IOException {
        closed = true;
        MqttConnection current = connection;
        if (current != null) {
            current.close();
        }
    }
}
