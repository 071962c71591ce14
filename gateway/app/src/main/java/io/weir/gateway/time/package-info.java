/**
 * What time it is on a machine that may have no clock of its own: a clock that is never set behind anybody's back, and whom
 * to believe about the time.
 */
@NullMarked
package io.weir.gateway.time;

import org.jspecify.annotations.NullMarked;
