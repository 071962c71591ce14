/** How people write lengths of time and sizes. */
@NullMarked
package io.weir.sim.text;

import org.jspecify.annotations.NullMarked;
