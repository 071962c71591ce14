package io.weir.device.coap;

import io.weir.device.Ack;
import io.weir.device.AdapterContext;
import io.weir.device.Arrival;
import io.weir.device.Delivery;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.network.interceptors.MessageInterceptorAdapter;

/**
 * Counts the block-wise messages that Californium itself turns away for their size, before {@link Front} ever sees them.
 */
final class TooLarge extends MessageInterceptorAdapter {

    private final AdapterContext context;

    TooLarge(AdapterContext context) {
        this.context = context;
    }

    @Override
    public void sendResponse(Response response) {
        // sent already: the same answer goes out again to a retransmission
        if (response.getCode() != ResponseCode.REQUEST_ENTITY_TOO_LARGE
                || !response.isInternal()
                || response.isSent()) {
            return;
        }
        Arrival.Content content =
                new Arrival.Content.Rejected("too-large", "in blocks: " + response.getPayloadString());
        boolean taken = context.intake()
                .offer(new Arrival.Message(context.name(), "", content, new Delivery.Once(), 256, Ack.NONE));
        if (!taken) {
            context.intake().turnedAway(context.name());
        }
    }
}
