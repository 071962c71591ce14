/**
 * MQTT in: an endpoint that devices publish to ({@link io.weir.device.mqtt.Endpoint}), or a subscription at a broker that is
 * already there ({@link io.weir.device.mqtt.BrokerSubscription}). Either acknowledges a message only after what it caused is on disk.
 *
 * <p>The endpoint lives on one event loop: connections, sessions and the list of who waits for room have no locks. Other
 * threads reach it in three ways only: acknowledgements by {@link io.weir.device.mqtt.AckLane}, password checks by {@link
 * io.weir.device.mqtt.Logins}, and the intake's call when it has room again.
 */
@NullMarked
package io.weir.device.mqtt;

import org.jspecify.annotations.NullMarked;
