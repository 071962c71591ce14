/** What decoding costs. */
@NullMarked
package io.weir.gateway.decode;

import org.jspecify.annotations.NullMarked;
