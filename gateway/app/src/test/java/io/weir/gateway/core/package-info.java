@NullMarked
package io.weir.gateway.core;

import org.jspecify.annotations.NullMarked;
