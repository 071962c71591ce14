/**
 * Devices that post to the gateway over CoAP (RFC 7252, block-wise RFC 7959), by Californium. The one door in is
 * {@link io.weir.device.coap.CoapAdapterProvider}; {@code Front} decides what is answered, and when.
 */
@NullMarked
package io.weir.device.coap;

import org.jspecify.annotations.NullMarked;
