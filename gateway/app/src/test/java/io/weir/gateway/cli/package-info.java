@NullMarked
package io.weir.gateway.cli;

import org.jspecify.annotations.NullMarked;
