/** Steps that make fewer readings of many: one per piece of time, every so many, or those that still show the curve. */
@NullMarked
package io.weir.pipeline.sample;

import org.jspecify.annotations.NullMarked;
