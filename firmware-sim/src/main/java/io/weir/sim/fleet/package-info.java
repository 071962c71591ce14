/**
 * Simulated devices: what they measure, what goes wrong with them on purpose, and the journal in which each keeps every
 * message that it sent and what became of it.
 */
@NullMarked
package io.weir.sim.fleet;

import org.jspecify.annotations.NullMarked;
