/** Tests of the operators: each through the {@link io.weir.pipeline.Harness}, windows also against an oracle. */
@NullMarked
package io.weir.pipeline;

import org.jspecify.annotations.NullMarked;
