package io.weir.device.mqtt;

import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubAckPayload;
import io.netty.handler.codec.mqtt.MqttUnsubAckMessage;
import io.netty.handler.codec.mqtt.MqttUnsubAckPayload;
import java.util.Arrays;

/** The packets that the endpoint sends, except PUBACKs. Stateless. */
final class Replies {

    private static final int NOT_AUTHORIZED = 0x87;
    private static final int FAILURE_3 = 0x80;
    private static final short NO_SUBSCRIPTION_EXISTED = 0x11;

    private Replies() {}

    static MqttConnAckMessage welcome(ConnectRequest request, boolean sessionPresent, Limits limits) {
        return MqttMessageBuilders.connAck()
                .returnCode(MqttConnectReturnCode.CONNECTION_ACCEPTED)
                .sessionPresent(sessionPresent)
                .properties(request.version5() ? terms(request, limits) : MqttProperties.NO_PROPERTIES)
                .build();
    }

    private static MqttProperties terms(ConnectRequest request, Limits limits) {
        MqttProperties terms = new MqttProperties();
        terms.add(new IntegerProperty(MqttProperties.RECEIVE_MAXIMUM, limits.receiveMaximum()));
        terms.add(new IntegerProperty(MqttProperties.MAXIMUM_QOS, 1));
        terms.add(new IntegerProperty(MqttProperties.MAXIMUM_PACKET_SIZE, limits.packetBytes()));
        terms.add(new IntegerProperty(MqttProperties.TOPIC_ALIAS_MAXIMUM, 0));
        terms.add(new IntegerProperty(MqttProperties.WILDCARD_SUBSCRIPTION_AVAILABLE, 0));
        terms.add(new IntegerProperty(MqttProperties.SUBSCRIPTION_IDENTIFIER_AVAILABLE, 0));
        terms.add(new IntegerProperty(MqttProperties.SHARED_SUBSCRIPTION_AVAILABLE, 0));
        if (request.assigned()) {
            terms.add(new StringProperty(MqttProperties.ASSIGNED_CLIENT_IDENTIFIER, request.clientId()));
        }
        return terms;
    }

    static MqttConnAckMessage refusal(boolean version5, Reason reason) {
        byte code = version5 ? reason.code() : reason.returnCode3();
        return MqttMessageBuilders.connAck()
                .returnCode(MqttConnectReturnCode.valueOf(code))
                .sessionPresent(false)
                .build();
    }

    static MqttMessage disconnect(Reason reason) {
        return MqttMessageBuilders.disconnect().reasonCode(reason.code()).build();
    }

    /** Devices publish here; nobody can subscribe. */
    static MqttSubAckMessage noSubscriptions(boolean version5, int packetId, int filters) {
        int[] codes = new int[filters];
        Arrays.fill(codes, version5 ? NOT_AUTHORIZED : FAILURE_3);
        return new MqttSubAckMessage(
                head(MqttMessageType.SUBACK),
                new MqttMessageIdAndPropertiesVariableHeader(packetId, MqttProperties.NO_PROPERTIES),
                new MqttSubAckPayload(codes));
    }

    static MqttUnsubAckMessage unsubscribed(boolean version5, int packetId, int filters) {
        short[] codes = new short[version5 ? filters : 0];
        Arrays.fill(codes, NO_SUBSCRIPTION_EXISTED);
        return new MqttUnsubAckMessage(
                head(MqttMessageType.UNSUBACK),
                new MqttMessageIdAndPropertiesVariableHeader(packetId, MqttProperties.NO_PROPERTIES),
                new MqttUnsubAckPayload(codes));
    }

    private static MqttFixedHeader head(MqttMessageType type) {
        return new MqttFixedHeader(type, false, MqttQoS.AT_MOST_ONCE, false, 0);
    }
}
