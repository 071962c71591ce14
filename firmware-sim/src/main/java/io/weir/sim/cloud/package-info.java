/**
 * A cloud that counts: HTTP, MQTT and TCP endpoints that can refuse, delay, cut and throttle, and the books of what
 * arrived, of repeats, and of order.
 */
@NullMarked
package io.weir.sim.cloud;

import org.jspecify.annotations.NullMarked;
