/**
 * The protocols that devices speak, as small clients of our own: MQTT 3.1.1 and 5, CoAP, and the lines of a simulated
 * GPIO bank. They keep exact books of what was sent, sent again and acknowledged, which is what the proof rests on.
 */
@NullMarked
package io.weir.sim.wire;

import org.jspecify.annotations.NullMarked;
