/**
 * Pipelines: named chains of operators between adapters and streams. Pure Java without I/O, clock or randomness: what
 * comes out is a deterministic function of the sequence of readings, ticks and changes of configuration that goes in, so
 * that a replay after a crash gives the same records bit for bit.
 */
@NullMarked
package io.weir.pipeline;

import org.jspecify.annotations.NullMarked;
