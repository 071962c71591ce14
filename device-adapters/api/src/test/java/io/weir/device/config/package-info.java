@NullMarked
package io.weir.device.config;

import org.jspecify.annotations.NullMarked;
