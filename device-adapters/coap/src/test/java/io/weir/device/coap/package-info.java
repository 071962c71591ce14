/** Tests of the CoAP room, over real sockets with Californium's client, libcoap's, and bytes written by hand. */
@NullMarked
package io.weir.device.coap;

import org.jspecify.annotations.NullMarked;
