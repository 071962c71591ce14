/**
 * Tests through real sockets: a client of single bytes for what no library would send, Paho and mosquitto's clients as
 * outsiders, a real mosquitto for the subscription. The intake is a fake with a memory that commits when it is told to.
 */
@NullMarked
package io.weir.device.mqtt;

import org.jspecify.annotations.NullMarked;
