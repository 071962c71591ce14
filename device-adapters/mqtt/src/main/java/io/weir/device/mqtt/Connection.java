package io.weir.device.mqtt;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttIdentifierRejectedException;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttUnacceptableProtocolVersionException;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.weir.device.config.SpanText;
import io.weir.device.mqtt.ConnectRequest.Outcome;
import io.weir.device.mqtt.Pace.Hold;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client from its first byte to its last: awaiting CONNECT, being admitted, connected, closed. {@link Pace} decides
 * when it gets its packets. Event loop only. Nothing of it survives a crash; its session does.
 */
final class Connection implements FrameGate.Keeper {

    /** What the connection asks of the endpoint. */
    interface Host {
        void connects(Connection connection, ConnectRequest request);

        /** Called once, whatever ended it. */
        void gone(Connection connection);
    }

    private enum State {
        AWAITING_CONNECT,
        ADMITTING,
        CONNECTED,
        CLOSED
    }

    private static final Logger log = LoggerFactory.getLogger(Connection.class);
    private static final int WITH_WILL = 0x04;

    private final ChannelHandlerContext context;
    private final Host host;
    private final Limits limits;
    private final Troubles troubles;
    private final Outlet outlet;
    private final KeepAlive keepAlive;
    private final FrameGate gate;
    private final Future<?> connectTimer;
    private final Pace pace;

    private State state = State.AWAITING_CONNECT;
    private Optional<ConnectRequest> request = Optional.empty();
    private Optional<Publisher> publisher = Optional.empty();
    private boolean willRevoked;
    private long expirySeconds;

    Connection(ChannelHandlerContext context, Host host, Limits limits, Troubles troubles) {
        this.context = context;
        this.host = host;
        this.limits = limits;
        this.troubles = troubles;
        this.gate = new FrameGate(this, Math.min(limits.packetBytes(), Limits.CONNECT_BYTES));
        this.outlet = new Outlet(context, gate);
        this.keepAlive = new KeepAlive(context.executor(), () -> end(Reason.KEEP_ALIVE, "it fell silent"));
        this.pace = new Pace(gate, keepAlive, this::handle);
        this.connectTimer = context.executor()
                .schedule(
                        () -> end(Reason.KEEP_ALIVE, "no CONNECT within " + SpanText.of(limits.connectTimeout())),
                        limits.connectTimeout().toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    FrameGate gate() {
        return gate;
    }

    ConnectRequest request() {
        return request.orElseThrow();
    }

    /** Until it has said what it wants, there is no name to it. */
    String name() {
        return request.map(ConnectRequest::clientId).orElse("") + "@"
                + context.channel().remoteAddress();
    }

    /** It has sent a CONNECT that could be understood. */
    boolean isNamed() {
        return request.isPresent();
    }

    boolean isClosed() {
        return state == State.CLOSED;
    }

    /** Seconds for which its session is kept when it has gone. */
    long expirySeconds() {
        return expirySeconds;
    }

    /** The will that is due when it has gone. */
    Optional<ConnectRequest.Will> dueWill() {
        return publisher.isEmpty() || willRevoked ? Optional.empty() : request().will();
    }

    Optional<Publisher> publisher() {
        return publisher;
    }

    /** Packets of the decoder. */
    void onPacket(Object packet) {
        pace.packet((MqttMessage) packet);
    }

    /** The socket is gone. */
    void onClosed() {
        if (state != State.CLOSED) {
            close();
        }
    }

    /** @param durable its session is kept, so that what it repeats can be recognised */
    void accept(boolean sessionPresent, TopicRules rules, Publisher.Shared shared, boolean durable) {
        state = State.CONNECTED;
        publisher = Optional.of(new Publisher(this, outlet, shared, rules, durable));
        gate.limit(limits.packetBytes());
        outlet.send(Replies.welcome(request(), sessionPresent, limits));
        keepAlive.start(request().keepAlive());
        log.debug("Client {} connected session-present={}", name(), sessionPresent);
        pace.release(Hold.ADMISSION);
    }

    void refuse(Reason reason, String why) {
        if (state != State.CLOSED) {
            refuse(request.map(ConnectRequest::version5).orElse(false), reason, why);
        }
    }

    private void refuse(boolean version5, Reason reason, String why) {
        Troubles.Kind kind = reason == Reason.BAD_LOGIN ? Troubles.Kind.LOGIN : Troubles.Kind.REFUSED;
        troubles.note(kind, "client " + name() + " was refused: " + why);
        outlet.endWith(Replies.refusal(version5, reason));
        close();
    }

    /** Ends the connection for a reason of ours or a fault of the client's. */
    void end(Reason reason, String why) {
        if (state == State.CLOSED) {
            return;
        }
        if (reason != Reason.SHUTTING_DOWN && reason != Reason.TAKEN_OVER) {
            troubles.note(
                    reason == Reason.TOO_LARGE ? Troubles.Kind.TOO_LARGE : Troubles.Kind.VIOLATION,
                    "client " + name() + " was disconnected: " + why);
        }
        if (state == State.CONNECTED && request().version5()) {
            outlet.endWith(Replies.disconnect(reason));
        } else {
            outlet.endSilently();
        }
        close();
    }

    /** Without its will: when the endpoint stops, nothing is wrong with the device. */
    void shutDown() {
        willRevoked = true;
        end(Reason.SHUTTING_DOWN, "the endpoint stops");
    }

    private void close() {
        state = State.CLOSED;
        connectTimer.cancel(false);
        pace.stop();
        publisher.ifPresent(Publisher::stop);
        host.gone(this);
    }

    Pace pace() {
        return pace;
    }

    @Override
    public void heard() {
        keepAlive.heard();
    }

    @Override
    public void writable() {
        pace.release(Hold.UNSENT);
    }

    @Override
    public void tooLarge(int packetType, long bytes) {
        if (packetType == MqttMessageType.PUBLISH.value()) {
            publisher.ifPresent(by -> by.tooLarge(bytes, limits.packetBytes()));
        }
        end(
                Reason.TOO_LARGE,
                "a packet of " + bytes + " bytes; max-packet allows "
                        + (state == State.CONNECTED ? limits.packetBytes() : Limits.CONNECT_BYTES));
    }

    @Override
    public void notMqtt(String why) {
        end(Reason.MALFORMED, why);
    }

    private void handle(MqttMessage message) {
        try {
            if (message.decoderResult().isFailure()) {
                malformed(message.decoderResult().cause());
            } else if (state == State.AWAITING_CONNECT) {
                connect((MqttConnectMessage) message);
            } else {
                connected(message);
            }
        } catch (RuntimeException e) {
            // The supervisor of one connection: a bug met by one client's message must not take the others with it.
            log.error("A message of client {} broke the endpoint; it was not acknowledged", name(), e);
            troubles.note(Troubles.Kind.OWN_FAULT, "a message of client " + name() + " met a fault of ours: " + e);
            end(Reason.OWN_FAULT, "a fault of ours");
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void malformed(Throwable cause) {
        if (cause instanceof MqttUnacceptableProtocolVersionException) {
            refuse(Reason.BAD_VERSION, "unknown protocol version");
        } else if (cause instanceof MqttIdentifierRejectedException) {
            refuse(Reason.BAD_CLIENT_ID, "its client id is not allowed");
        } else {
            end(
                    Reason.MALFORMED,
                    "a packet that is no MQTT: " + cause.getClass().getSimpleName());
        }
    }

    private void connect(MqttConnectMessage message) {
        state = State.ADMITTING;
        connectTimer.cancel(false);
        Outcome outcome = ConnectRequest.of(message);
        if (outcome instanceof Outcome.Understood understood) {
            request = Optional.of(understood.request());
            expirySeconds = understood.request().expirySeconds();
            pace.hold(Hold.ADMISSION);
            host.connects(this, understood.request());
        } else if (outcome instanceof Outcome.Refused refused) {
            refuse(message.variableHeader().version() == 5, refused.reason(), refused.why());
        }
    }

    private void connected(MqttMessage message) {
        switch (message.fixedHeader().messageType()) {
            case PUBLISH -> publisher.orElseThrow().publish((MqttPublishMessage) message);
            case PINGREQ -> outlet.send(MqttMessage.PINGRESP);
            case SUBSCRIBE -> {
                MqttSubscribeMessage subscribe = (MqttSubscribeMessage) message;
                outlet.send(Replies.noSubscriptions(
                        request().version5(),
                        subscribe.variableHeader().messageId(),
                        subscribe.payload().topicSubscriptions().size()));
            }
            case UNSUBSCRIBE -> {
                MqttUnsubscribeMessage unsubscribe = (MqttUnsubscribeMessage) message;
                outlet.send(Replies.unsubscribed(
                        request().version5(),
                        unsubscribe.variableHeader().messageId(),
                        unsubscribe.payload().topics().size()));
            }
            case DISCONNECT -> disconnect(message);
            default ->
                end(
                        Reason.PROTOCOL_ERROR,
                        "a client must not send " + message.fixedHeader().messageType() + " now");
        }
    }

    private void disconnect(MqttMessage message) {
        willRevoked = true;
        if (message.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader head) {
            willRevoked = head.reasonCode() != WITH_WILL;
            Optional<Long> expiry = ConnectRequest.number(head.properties(), MqttProperties.SESSION_EXPIRY_INTERVAL);
            if (expiry.isPresent() && expirySeconds == 0 && expiry.get() != 0) {
                end(Reason.PROTOCOL_ERROR, "a session that was not to be kept cannot be kept in the end");
                return;
            }
            expirySeconds = expiry.orElse(expirySeconds);
        }
        outlet.endSilently();
        close();
    }
}
