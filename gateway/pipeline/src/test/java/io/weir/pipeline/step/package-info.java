/** Tests of what steps are made of. */
@NullMarked
package io.weir.pipeline.step;

import org.jspecify.annotations.NullMarked;
