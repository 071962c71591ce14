/** Tests against a real mosquitto, and against brokers of a few bytes for what mosquitto never does. */
@NullMarked
package io.weir.mqtt;

import org.jspecify.annotations.NullMarked;
