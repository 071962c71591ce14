package io.weir.sim.wire;

/** The MQTT control packet types, in the order of their numbers on the wire. */
public enum PacketType {
    RESERVED(0),
    CONNECT(1),
    CONNACK(2),
    PUBLISH(3),
    PUBACK(4),
    PUBREC(5),
    PUBREL(6),
    PUBCOMP(7),
    SUBSCRIBE(8),
    SUBACK(9),
    UNSUBSCRIBE(10),
    UNSUBACK(11),
    PINGREQ(12),
    PINGRESP(13),
    DISCONNECT(14),
    AUTH(15);

    private static final PacketType[] ALL = values();
    private final int number;

    PacketType(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    /** The type with this number between 0 and 15. */
    static PacketType numbered(int number) {
        return ALL[number];
    }
}
