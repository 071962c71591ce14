@NullMarked
package io.weir.gateway;

import org.jspecify.annotations.NullMarked;
