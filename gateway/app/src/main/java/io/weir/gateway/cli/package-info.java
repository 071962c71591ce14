/** The commands of {@code weir}, with the exit codes that scripts rely on. */
@NullMarked
package io.weir.gateway.cli;

import org.jspecify.annotations.NullMarked;
