/**
 * Decoders: payload bytes to readings. They take what strangers send, so their only failure is
 * {@link io.weir.device.UndecodableException}, and memory and time are bounded by the size of the payload.
 */
@NullMarked
package io.weir.gateway.decode;

import org.jspecify.annotations.NullMarked;
