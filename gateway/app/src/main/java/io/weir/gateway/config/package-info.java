/**
 * The configuration: from YAML or JSON text to one checked {@link io.weir.gateway.config.GatewayConfig}, or to every mistake
 * with its place. Layers, hashes, the plan of a change, the JSON Schema and the estimate for {@code check} are here too.
 */
@NullMarked
package io.weir.gateway.config;

import org.jspecify.annotations.NullMarked;
