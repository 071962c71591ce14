/**
 * The gateway put together: {@link io.weir.gateway.Gateway} opens the buffer, recovers the core, and starts what the
 * configuration names.
 */
@NullMarked
package io.weir.gateway;

import org.jspecify.annotations.NullMarked;
