/**
 * Pipelines over recorded readings, with nothing else around them: no adapters, no buffer, no clock but the arrivals of the
 * readings themselves. What comes out is what the gateway would have put out.
 */
@NullMarked
package io.weir.gateway.dryrun;

import org.jspecify.annotations.NullMarked;
