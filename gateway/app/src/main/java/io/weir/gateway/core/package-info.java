/**
 * The middle of the gateway: the intake, the one thread that runs the pipelines, the one that writes the log, and the
 * accounts of both. State here is a function of the log: {@link io.weir.gateway.core.Recovery} makes it again after a
 * crash.
 */
@NullMarked
package io.weir.gateway.core;

import org.jspecify.annotations.NullMarked;
