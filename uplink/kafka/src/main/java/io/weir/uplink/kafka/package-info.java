/** Delivers to Apache Kafka with an idempotent producer. */
@NullMarked
package io.weir.uplink.kafka;

import org.jspecify.annotations.NullMarked;
