/** Tests of the decoders, including garbage of every kind: only an UndecodableException may come out. */
@NullMarked
package io.weir.gateway.decode;

import org.jspecify.annotations.NullMarked;
