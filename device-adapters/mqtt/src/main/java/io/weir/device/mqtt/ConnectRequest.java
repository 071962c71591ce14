package io.weir.device.mqtt;

import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectPayload;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttProperty;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * What a CONNECT asks for.
 *
 * @param assigned the client gave no id, this one was made for it
 * @param expirySeconds how long the session is kept after the connection; 0 not at all, {@link Sessions#FOR_EVER}
 * @param keepAlive longest silence the client promises; zero means that it promises nothing
 */
record ConnectRequest(
        boolean version5,
        String clientId,
        boolean assigned,
        boolean cleanStart,
        long expirySeconds,
        Duration keepAlive,
        Optional<Login> login,
        Optional<Will> will) {

    @SuppressWarnings("ArrayRecordComponent")
    record Login(String name, byte[] password) {
        Login {
            password = password.clone();
        }
    }

    /** @param delaySeconds how long to wait for the client to come back before it is published (MQTT 5) */
    @SuppressWarnings("ArrayRecordComponent")
    record Will(String topic, byte[] payload, long delaySeconds) {
        Will {
            payload = payload.clone();
        }
    }

    /** Understood, or why not. */
    sealed interface Outcome {
        record Understood(ConnectRequest request) implements Outcome {}

        record Refused(Reason reason, String why) implements Outcome {}
    }

    private static final int LEVEL_3_1_1 = 4;
    private static final int LEVEL_5 = 5;
    private static final int HIGHEST_QOS = 1;

    boolean keepsSession() {
        return expirySeconds > 0;
    }

    static Outcome of(MqttConnectMessage message) {
        MqttConnectVariableHeader head = message.variableHeader();
        MqttConnectPayload payload = message.payload();
        boolean version5 = head.version() == LEVEL_5;
        if (!version5 && head.version() != LEVEL_3_1_1) {
            return refused(Reason.BAD_VERSION, "MQTT level " + head.version() + "; spoken are 3.1.1 and 5");
        }
        if (head.properties().getProperty(MqttProperties.AUTHENTICATION_METHOD) != null) {
            return refused(Reason.BAD_AUTHENTICATION_METHOD, "it wants enhanced authentication");
        }
        if (head.willQos() > 2 || !head.isWillFlag() && (head.willQos() != 0 || head.isWillRetain())) {
            return refused(Reason.MALFORMED, "its will flags contradict each other");
        }
        if (version5 && head.willQos() > HIGHEST_QOS) {
            return refused(Reason.QOS, "its will has QoS 2");
        }
        if (!version5 && head.hasPassword() && !head.hasUserName()) {
            return refused(Reason.MALFORMED, "it has a password without a user name");
        }
        String id = payload.clientIdentifier() == null ? "" : payload.clientIdentifier();
        if (id.length() > Limits.CLIENT_ID || id.chars().anyMatch(Character::isISOControl)) {
            return refused(
                    Reason.BAD_CLIENT_ID,
                    "its client id has " + id.length() + " characters, or control characters; allowed are "
                            + Limits.CLIENT_ID);
        }
        if (id.isEmpty() && !version5 && !head.isCleanSession()) {
            return refused(Reason.BAD_CLIENT_ID, "it wants a durable session without a client id");
        }
        return new Outcome.Understood(new ConnectRequest(
                version5,
                id.isEmpty() ? "auto-" + UUID.randomUUID() : id,
                id.isEmpty(),
                head.isCleanSession(),
                expiry(head, version5),
                Duration.ofSeconds(head.keepAliveTimeSeconds()),
                login(head, payload),
                will(head, payload)));
    }

    private static Outcome refused(Reason reason, String why) {
        return new Outcome.Refused(reason, why);
    }

    private static long expiry(MqttConnectVariableHeader head, boolean version5) {
        if (version5) {
            return number(head.properties(), MqttProperties.SESSION_EXPIRY_INTERVAL)
                    .orElse(0L);
        }
        return head.isCleanSession() ? 0 : Sessions.FOR_EVER;
    }

    /** An unsigned 32-bit property. */
    static Optional<Long> number(MqttProperties properties, int id) {
        MqttProperty<?> property = properties.getProperty(id);
        return property != null && property.value() instanceof Integer value
                ? Optional.of(Integer.toUnsignedLong(value))
                : Optional.empty();
    }

    private static Optional<Login> login(MqttConnectVariableHeader head, MqttConnectPayload payload) {
        if (!head.hasUserName() || payload.userName() == null) {
            return Optional.empty();
        }
        byte[] password = payload.passwordInBytes();
        return Optional.of(new Login(payload.userName(), password == null ? new byte[0] : password));
    }

    private static Optional<Will> will(MqttConnectVariableHeader head, MqttConnectPayload payload) {
        if (!head.isWillFlag() || payload.willTopic() == null) {
            return Optional.empty();
        }
        byte[] bytes = payload.willMessageInBytes();
        long delay = number(payload.willProperties(), MqttProperties.WILL_DELAY_INTERVAL)
                .orElse(0L);
        return Optional.of(new Will(payload.willTopic(), bytes == null ? new byte[0] : bytes, delay));
    }
}
