/** Tests of configuration from afar: the rules by themselves, then with a real broker. */
@NullMarked
package io.weir.gateway.remote;

import org.jspecify.annotations.NullMarked;
