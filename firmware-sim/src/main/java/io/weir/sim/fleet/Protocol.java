package io.weir.sim.fleet;

/** How a device reaches the gateway, and what it learns about its messages. */
public enum Protocol {
    MQTT_3,
    MQTT_5,
    COAP,
    GPIO;

    public boolean isMqtt() {
        return this == MQTT_3 || this == MQTT_5;
    }
}
