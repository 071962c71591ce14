/**
 * Tests of the GPIO room: the decisions with a clock that is moved by hand, the kernel's side against a chip made of
 * lists, the simulated side over its real socket.
 */
@NullMarked
package io.weir.device.gpio;

import org.jspecify.annotations.NullMarked;
