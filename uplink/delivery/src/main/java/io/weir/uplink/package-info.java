/**
 * Delivers streams of the log to one destination each: batches, retries with jittered backoff, order per stream and
 * device, dead letters, wire formats. {@link io.weir.uplink.SinkProvider} is the door for further destinations; the
 * sinks {@code http} and {@code file} live here.
 */
@NullMarked
package io.weir.uplink;

import org.jspecify.annotations.NullMarked;
