/**
 * The packaged gateway between real counterparts: mosquitto in front, Kafka and a Kinesis emulator behind. Run by failsafe,
 * after the jar is built.
 */
@NullMarked
package io.weir.gateway.e2e;

import org.jspecify.annotations.NullMarked;
