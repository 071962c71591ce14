@NullMarked
package io.weir.gateway.time;

import org.jspecify.annotations.NullMarked;
