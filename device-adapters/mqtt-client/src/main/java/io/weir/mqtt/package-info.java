/**
 * One connection to an MQTT broker that stays up ({@link io.weir.mqtt.MqttLink}), for adapters, uplinks and remote control.
 * Paho does the protocol; reconnecting, acknowledging and the bounds are ours, because Paho's own lose messages or hang.
 */
@NullMarked
package io.weir.mqtt;

import org.jspecify.annotations.NullMarked;
