/** The command line of the simulator. It knows the gateway only from outside: by its protocols and its files. */
@NullMarked
package io.weir.sim;

import org.jspecify.annotations.NullMarked;
