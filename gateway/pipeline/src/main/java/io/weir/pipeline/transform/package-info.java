/** Steps that pass readings on changed: other names, other units, smoothed, or as differences. */
@NullMarked
package io.weir.pipeline.transform;

import org.jspecify.annotations.NullMarked;
