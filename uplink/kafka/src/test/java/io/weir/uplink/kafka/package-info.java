/** Tests against a real broker in a child JVM. */
@NullMarked
package io.weir.uplink.kafka;

import org.jspecify.annotations.NullMarked;
