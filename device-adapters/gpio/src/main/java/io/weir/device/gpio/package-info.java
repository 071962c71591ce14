/**
 * Pins of the computer itself. {@link io.weir.device.gpio.GpioAdapterProvider} is the door in; behind it a small port,
 * {@code GpioBank} and {@code Line}, has two sides: the kernel's GPIO lines through Pi4J's libgpiod, and a simulated board
 * that a Unix socket drives. Debouncing and edges are decided above the port, once for both.
 */
@NullMarked
package io.weir.device.gpio;

import org.jspecify.annotations.NullMarked;
