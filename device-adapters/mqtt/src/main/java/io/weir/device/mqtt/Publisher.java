package io.weir.device.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.weir.device.Ack;
import io.weir.device.Arrival;
import io.weir.device.Arrival.Content;
import io.weir.device.Delivery;
import io.weir.device.mqtt.Pace.Hold;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A connected client's publishes, on their way in, and their PUBACKs, on their way out: those of a burst leave in one
 * write, in the order of the publishes. A publish that its user may not make is counted as {@code not-allowed} and
 * acknowledged, by MQTT 5 with reason code 0x87; sending it again would not help. Event loop only.
 */
final class Publisher implements AckLane.Receiver, Door.Visitor {

    /** What all connections share. */
    record Shared(Door door, AckLane lane, Routes routes, Messages messages, java.time.Clock clock, Limits limits) {}

    private static final byte SUCCESS = 0;
    private static final byte NOT_AUTHORIZED = (byte) 0x87;
    private static final int PUBACK = 0x40;

    private final Connection connection;
    private final Outlet outlet;
    private final Shared shared;
    private final TopicRules rules;
    private final boolean version5;
    private final boolean durable;
    private final String peer;

    private Optional<Arrival> turnedAway = Optional.empty();
    private int unacknowledged;
    private @Nullable ByteBuf pubacks;
    private boolean stopped;

    /** @param durable its session is kept, so that what it repeats can be recognised */
    Publisher(Connection connection, Outlet outlet, Shared shared, TopicRules rules, boolean durable) {
        this.connection = connection;
        this.outlet = outlet;
        this.shared = shared;
        this.rules = rules;
        this.version5 = connection.request().version5();
        this.peer = connection.request().clientId();
        this.durable = durable;
    }

    void publish(MqttPublishMessage message) {
        Optional<Fault> fault = fault(message);
        if (fault.isPresent()) {
            connection.end(fault.get().reason(), fault.get().why());
            return;
        }
        String topic = message.variableHeader().topicName();
        ByteBuffer payload = message.payload().nioBuffer();
        int bytes = payload.remaining();
        boolean answered = message.fixedHeader().qosLevel() == MqttQoS.AT_LEAST_ONCE;
        boolean allowed = rules.allow(topic);
        Delivery delivery = answered && durable ? repeatable(message, topic, payload.duplicate()) : Messages.once();
        Content content = allowed
                ? shared.routes().content(topic, payload, shared.clock().millis())
                : new Content.Rejected("not-allowed", "client " + peer + " may not publish to " + Routes.shown(topic));
        Ack ack = Ack.NONE;
        if (answered) {
            unacknowledged++;
            byte code = allowed || !version5 ? SUCCESS : NOT_AUTHORIZED;
            ack = shared.lane().ack(this, message.variableHeader().packetId(), code);
        }
        offer(shared.messages().arrival(content, delivery, bytes, ack));
        if (!version5 && unacknowledged >= shared.limits().receiveMaximum()) {
            connection.pace().hold(Hold.UNACKNOWLEDGED);
        }
    }

    /**
     * Any DUP of a durable session is suspect, also on the connection that began it: the session's fingerprints were
     * cleared then, so that only its own publishes can match.
     */
    private Delivery repeatable(MqttPublishMessage message, String topic, ByteBuffer payload) {
        long fingerprint =
                shared.messages().fingerprint(message.variableHeader().packetId(), topic, payload);
        return new Delivery.Repeatable(
                peer,
                fingerprint,
                message.fixedHeader().isDup(),
                shared.limits().receiveMaximum());
    }

    private record Fault(Reason reason, String why) {}

    private Optional<Fault> fault(MqttPublishMessage message) {
        String topic = message.variableHeader().topicName();
        MqttQoS qos = message.fixedHeader().qosLevel();
        if (qos == MqttQoS.EXACTLY_ONCE) {
            return fault(Reason.QOS, "a publish with QoS 2; at most 1 is offered");
        }
        MqttProperties properties = message.variableHeader().properties();
        if (!properties.isEmpty() && properties.getProperty(MqttProperties.TOPIC_ALIAS) != null) {
            return fault(Reason.TOPIC_ALIAS, "a topic alias; none is offered");
        }
        if (topic.isEmpty()) {
            return fault(Reason.PROTOCOL_ERROR, "a publish without a topic");
        }
        if (topic.indexOf('\0') >= 0) {
            return fault(Reason.TOPIC_NAME, "a topic with a NUL character");
        }
        if (qos == MqttQoS.AT_LEAST_ONCE && unacknowledged >= shared.limits().receiveMaximum()) {
            return fault(
                    Reason.RECEIVE_MAXIMUM,
                    "more than " + shared.limits().receiveMaximum() + " unacknowledged publishes");
        }
        return Optional.empty();
    }

    private static Optional<Fault> fault(Reason reason, String why) {
        return Optional.of(new Fault(reason, why));
    }

    private void offer(Arrival arrival) {
        if (!shared.door().offer(arrival)) {
            turnedAway = Optional.of(arrival);
            connection.pace().hold(Hold.INTAKE);
            shared.door().queue(this);
        }
    }

    /** A packet that was refused at its header is a message that is lost, if the client does not divide it. */
    void tooLarge(long bytes, int limitBytes) {
        Content content = new Content.Rejected(
                "too-large", "client " + peer + " sent a packet of " + bytes + " bytes; the limit is " + limitBytes);
        shared.door().offerInTurn(shared.messages().arrival(content, Messages.once(), 0, Ack.NONE));
    }

    @Override
    public Optional<Arrival> waitingWith() {
        return turnedAway;
    }

    @Override
    public void entered() {
        turnedAway = Optional.empty();
        connection.pace().release(Hold.INTAKE);
    }

    @Override
    public void committed(int packetId, byte reasonCode) {
        if (stopped) {
            return;
        }
        unacknowledged--;
        if (pubacks == null) {
            pubacks = PooledByteBufAllocator.DEFAULT.ioBuffer(64);
        }
        pubacks.writeByte(PUBACK).writeByte(reasonCode == SUCCESS ? 2 : 3).writeShort(packetId);
        if (reasonCode != SUCCESS) {
            pubacks.writeByte(reasonCode);
        }
    }

    @Override
    public void burstEnds() {
        ByteBuf ready = pubacks;
        pubacks = null;
        if (ready == null) {
            return;
        }
        outlet.send(ready);
        if (!outlet.isFree()) {
            connection.pace().hold(Hold.UNSENT);
        }
        if (unacknowledged < shared.limits().receiveMaximum()) {
            connection.pace().release(Hold.UNACKNOWLEDGED);
        }
    }

    /** What is still waiting for room is given up: the client repeats it, or did not ask for an answer. */
    void stop() {
        stopped = true;
        turnedAway.ifPresent(shared.door()::giveUp);
        turnedAway = Optional.empty();
        if (pubacks != null) {
            pubacks.release();
            pubacks = null;
        }
    }

    /** What the client wanted said when it is lost; nobody will repeat it. */
    void will(ConnectRequest.Will will) {
        Content content = rules.allow(will.topic())
                ? shared.routes()
                        .content(
                                will.topic(),
                                ByteBuffer.wrap(will.payload()),
                                shared.clock().millis())
                : new Content.Rejected(
                        "not-allowed", "the will of client " + peer + " may not go to " + Routes.shown(will.topic()));
        shared.door().offerInTurn(shared.messages().arrival(content, Messages.once(), will.payload().length, Ack.NONE));
    }
}
