/** Tests of the commands in process, and of the configurations that ship. */
@NullMarked
package io.weir.gateway.cli;

import org.jspecify.annotations.NullMarked;
