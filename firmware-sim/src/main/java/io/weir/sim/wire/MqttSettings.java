package io.weir.sim.wire;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;

/**
 * How a device connects: where to, as whom, and how many messages it leaves unacknowledged at a time.
 * The session is always a persistent one, because only such a device can send again what was not acknowledged.
 */
public record MqttSettings(
        InetSocketAddress server,
        MqttVersion version,
        String clientId,
        String username,
        String password,
        int window,
        Duration keepAlive) {

    public MqttSettings {
        Objects.requireNonNull(server);
        if (clientId.isEmpty()) {
            throw new IllegalArgumentException("a device with a persistent session needs a client id");
        }
        if (window < 1 || window > 65_535) {
            throw new IllegalArgumentException("window (" + window + ") must be between 1 and 65535");
        }
    }

    /** Without a user, 16 messages in flight, a ping every 30 s. */
    public MqttSettings(InetSocketAddress server, MqttVersion version, String clientId) {
        this(server, version, clientId, "", "", 16, Duration.ofSeconds(30));
    }

    MqttPacket connect() {
        boolean named = !username.isEmpty();
        MqttWriter out = new MqttWriter();
        out.text("MQTT").u8(version.level()).u8(named ? 0xc0 : 0x00).u16((int) keepAlive.toSeconds());
        if (version.hasProperties()) {
            out.varint(5).u8(MqttProperties.SESSION_EXPIRY_SECONDS).u32(86_400);
        }
        out.text(clientId);
        if (named) {
            out.text(username).text(password);
        }
        return out.packet(PacketType.CONNECT, 0);
    }

    @Override
    public String toString() {
        return clientId + "@" + server;
    }
}
