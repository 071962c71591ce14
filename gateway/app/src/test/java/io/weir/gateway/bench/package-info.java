/** Benchmarks of the whole gateway; they print figures and judge nothing. */
@NullMarked
package io.weir.gateway.bench;

import org.jspecify.annotations.NullMarked;
