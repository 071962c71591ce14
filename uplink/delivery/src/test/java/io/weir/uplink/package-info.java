/** Tests of delivery, and the fakes they use. */
@NullMarked
package io.weir.uplink;

import org.jspecify.annotations.NullMarked;
