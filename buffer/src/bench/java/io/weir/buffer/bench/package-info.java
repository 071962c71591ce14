/** The buffer beside other stores, on the same disk in the same run. Started by the profile {@code bench}. */
@NullMarked
package io.weir.buffer.bench;

import org.jspecify.annotations.NullMarked;
