@NullMarked
package io.weir.device;

import org.jspecify.annotations.NullMarked;
