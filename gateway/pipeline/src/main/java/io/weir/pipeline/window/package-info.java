/**
 * Windows over event time, cut into slices that are merged when a window fires. The watermark of each device is kept apart
 * from all others, so that a device with a wrong clock neither delays nor discards another's readings.
 */
@NullMarked
package io.weir.pipeline.window;

import org.jspecify.annotations.NullMarked;
