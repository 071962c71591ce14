package io.weir.device.mqtt;

/** Why a connection is refused or ended: MQTT 5's reason code, and the return code of a 3.1.1 CONNACK. */
enum Reason {
    MALFORMED(0x81, 3),
    PROTOCOL_ERROR(0x82, 3),
    OWN_FAULT(0x83, 3),
    BAD_VERSION(0x84, 1),
    BAD_CLIENT_ID(0x85, 2),
    BAD_LOGIN(0x86, 4),
    BUSY(0x89, 3),
    SHUTTING_DOWN(0x8B, 3),
    BAD_AUTHENTICATION_METHOD(0x8C, 3),
    KEEP_ALIVE(0x8D, 3),
    TAKEN_OVER(0x8E, 3),
    TOPIC_NAME(0x90, 3),
    RECEIVE_MAXIMUM(0x93, 3),
    TOPIC_ALIAS(0x94, 3),
    TOO_LARGE(0x95, 3),
    QUOTA(0x97, 3),
    QOS(0x9B, 3);

    private final int code;
    private final int returnCode3;

    Reason(int code, int returnCode3) {
        this.code = code;
        this.returnCode3 = returnCode3;
    }

    byte code() {
        return (byte) code;
    }

    byte returnCode3() {
        return (byte) returnCode3;
    }
}
