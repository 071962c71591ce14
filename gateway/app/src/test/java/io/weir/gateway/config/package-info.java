/** Tests of reading, showing, merging and describing configurations. */
@NullMarked
package io.weir.gateway.config;

import org.jspecify.annotations.NullMarked;
