/**
 * Steps that watch: alarms with hysteresis, how long a state lasts, and what is out of the ordinary by statistics, by a
 * trend or by a random cut forest. Time is the readings' own; silence proves nothing and raises nothing.
 */
@NullMarked
package io.weir.pipeline.alarm;

import org.jspecify.annotations.NullMarked;
