/**
 * The plays: a real gateway as a child process between a simulated fleet and a simulated cloud, the faults that are done to
 * it, and the verdict at the end.
 */
@NullMarked
package io.weir.sim.demo;

import org.jspecify.annotations.NullMarked;
