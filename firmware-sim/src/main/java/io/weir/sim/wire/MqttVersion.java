package io.weir.sim.wire;

/** The two MQTT versions that devices in the field speak. */
public enum MqttVersion {
    V3_1_1(4),
    V5(5);

    private final int level;

    MqttVersion(int level) {
        this.level = level;
    }

    int level() {
        return level;
    }

    boolean hasProperties() {
        return this == V5;
    }
}
