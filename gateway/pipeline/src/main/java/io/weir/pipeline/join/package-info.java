/** Two metrics of one device, brought together by event time. */
@NullMarked
package io.weir.pipeline.join;

import org.jspecify.annotations.NullMarked;
