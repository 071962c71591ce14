/** Steps that let a reading pass or end it there, by its value and by what passed before. */
@NullMarked
package io.weir.pipeline.filter;

import org.jspecify.annotations.NullMarked;
