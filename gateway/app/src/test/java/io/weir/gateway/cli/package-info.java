/** Tests of the commands, in process. */
@NullMarked
package io.weir.gateway.cli;

import org.jspecify.annotations.NullMarked;
