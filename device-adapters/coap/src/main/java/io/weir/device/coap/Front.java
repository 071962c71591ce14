package io.weir.device.coap;

import io.weir.device.AdapterContext;
import io.weir.device.Arrival;
import io.weir.device.ByteSize;
import io.weir.device.Delivery;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.MediaTypeRegistry;
import org.eclipse.californium.core.coap.Message.OffloadMode;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.network.Exchange;
import org.eclipse.californium.core.server.MessageDeliverer;

/**
 * Takes every request that Californium has put together, and answers it: at once if it brings no reading, else when what
 * it brought is on disk. Used by the protocol thread alone.
 */
final class Front implements MessageDeliverer {

    /** How long a device should wait when there is no room, in seconds. */
    static final int MAX_AGE_SECONDS = 5;

    private static final String WELL_KNOWN = ".well-known/core";

    private final AdapterContext context;
    private final Routes routes;
    private final Reader reader;
    private final ByteSize maxPayload;
    private final InFlight inFlight;
    private final LongSupplier nanoTime;

    Front(AdapterContext context, Routes routes, ByteSize maxPayload, InFlight inFlight, LongSupplier nanoTime) {
        this.context = context;
        this.routes = routes;
        this.reader = new Reader(routes, maxPayload, context.clock());
        this.maxPayload = maxPayload;
        this.inFlight = inFlight;
        this.nanoTime = nanoTime;
    }

    @Override
    public void deliverRequest(Exchange exchange) {
        Request request = exchange.getRequest();
        Optional<String> path = path(request);
        if (request.getOptions().hasProxyUri() || request.getOptions().hasProxyScheme()) {
            exchange.sendResponse(answer(ResponseCode.PROXY_NOT_SUPPORTED, "this is no proxy"));
        } else if (path.equals(Optional.of(WELL_KNOWN))) {
            exchange.sendResponse(links(request.getCode()));
        } else if (request.getCode() == Code.POST || request.getCode() == Code.PUT) {
            take(exchange, request, path.orElse(""));
        } else if (path.flatMap(routes::match).isPresent()) {
            exchange.sendResponse(answer(ResponseCode.METHOD_NOT_ALLOWED, "POST or PUT"));
        } else {
            exchange.sendResponse(answer(ResponseCode.NOT_FOUND, ""));
        }
    }

    private void take(Exchange exchange, Request request, String path) {
        Reader.Result result = reader.read(request, path);
        Response response = answer(result.code(), result.diagnostic());
        if (result.code() == ResponseCode.REQUEST_ENTITY_TOO_LARGE) {
            response.getOptions().setSize1((int) maxPayload.bytes());
        }
        InetSocketAddress from = request.getSourceContext().getPeerAddress();
        Delivery delivery = request.isConfirmable()
                ? new Delivery.Repeatable(name(from), Fingerprint.of(request, path), true, Tuning.FINGERPRINTS_PER_PEER)
                : new Delivery.Once();
        int sizeBytes = 256 + request.getPayloadSize() + result.readings() * 192;
        request.offload(OffloadMode.PAYLOAD);

        InFlight.Waiting waiting = inFlight.add(exchange, response, nanoTime.getAsLong());
        boolean taken = context.intake()
                .offer(new Arrival.Message(context.name(), "", result.content(), delivery, sizeBytes, waiting));
        if (!taken) {
            waiting.withdraw();
            noRoom(exchange, request);
        }
    }

    private void noRoom(Exchange exchange, Request request) {
        if (!request.isConfirmable()) {
            context.intake().turnedAway(context.name());
        }
        Response busy = answer(ResponseCode.SERVICE_UNAVAILABLE, "");
        busy.getOptions().setMaxAge(MAX_AGE_SECONDS);
        exchange.sendResponse(busy);
    }

    private Response links(Code method) {
        if (method != Code.GET) {
            return answer(ResponseCode.METHOD_NOT_ALLOWED, "GET");
        }
        Response response = answer(ResponseCode.CONTENT, routes.links());
        response.getOptions().setContentFormat(MediaTypeRegistry.APPLICATION_LINK_FORMAT);
        return response;
    }

    private static Response answer(ResponseCode code, String words) {
        Response response = new Response(code);
        if (!words.isEmpty()) {
            response.setPayload(words);
        }
        return response;
    }

    /** The path as a topic; nothing when one of its segments holds a slash, which no topic can say. */
    private static Optional<String> path(Request request) {
        List<String> segments = request.getOptions().getUriPath();
        for (String segment : segments) {
            if (segment.indexOf('/') >= 0) {
                return Optional.empty();
            }
        }
        return Optional.of(String.join("/", segments));
    }

    private static String name(InetSocketAddress peer) {
        return peer.getAddress().getHostAddress().toLowerCase(Locale.ROOT) + ":" + peer.getPort();
    }

    @Override
    public void deliverResponse(Exchange exchange, Response response) {
        // this side asks nothing yet
    }
}
