/**
 * The judge: compares what the devices sent with what arrived at the cloud, from the devices' own journals, and works
 * out for itself which windows those readings give.
 */
@NullMarked
package io.weir.sim.proof;

import org.jspecify.annotations.NullMarked;
