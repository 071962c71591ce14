package io.weir.device.coap;

import io.weir.device.Adapter;
import io.weir.device.AdapterContext;
import io.weir.device.config.Settings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.elements.config.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A CoAP server: POST and PUT bring readings, 2.04 says that they are on disk. Started and closed by one thread; the
 * requests have a thread of their own, and a socket reader and writer of Californium's. Nothing of it survives a crash: a
 * device whose answer was lost repeats, and the core recognises the repeat.
 */
final class CoapAdapter implements Adapter {

    private static final Logger log = LoggerFactory.getLogger(CoapAdapter.class);

    /** Below the two to three seconds after which a device retransmits (RFC 7252, ACK_TIMEOUT). */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final Duration SWEEP = Duration.ofMillis(250);

    private final AdapterContext context;
    private final ListenAddress listen;
    private final Settings settings;
    private final LongSupplier nanoTime;
    private final RecentRequests recent;
    private final InFlight inFlight = new InFlight(PATIENCE);
    private final Front front;
    private volatile Running running = Running.NOT;

    CoapAdapter(Settings settings, Routes routes, AdapterContext context, LongSupplier nanoTime) {
        this.settings = settings;
        this.context = context;
        this.nanoTime = nanoTime;
        listen = ListenAddress.parse(settings.text("listen"));
        recent = new RecentRequests((int) settings.whole("max-peers"), Tuning.REMEMBERED_PER_PEER, nanoTime);
        front = new Front(context, routes, settings.size("max-payload"), inFlight, nanoTime);
    }

    /** What runs between start and close. */
    private interface Running {
        Running NOT = new Running() {
            @Override
            public Map<String, String> listening() {
                return Map.of();
            }

            @Override
            public List<String> trouble() {
                return List.of("not started");
            }

            @Override
            public void end() {}
        };

        Map<String, String> listening();

        List<String> trouble();

        void end();
    }

    @Override
    public void start() throws IOException {
        ProtocolThread protocol = new ProtocolThread("coap-" + context.name());
        Configuration tuning = Tuning.of(settings.size("max-payload"), (int) settings.whole("max-peers"));
        BoundedUdp socket = new BoundedUdp(listen.resolve(), tuning, protocol, Tuning.MAX_DATAGRAM_BYTES);
        CoapEndpoint endpoint = Tuning.endpoint(tuning, socket, recent);
        endpoint.setMessageDeliverer(front);
        endpoint.addInterceptor(new TooLarge(context));
        endpoint.setExecutors(protocol, protocol);
        try {
            endpoint.start();
        } catch (IOException e) {
            endpoint.destroy();
            protocol.end();
            throw new IOException(
                    "adapter " + context.name() + " cannot listen on " + listen + " (UDP): " + e.getMessage()
                            + "; is another program using this port?",
                    e);
        }
        protocol.every(SWEEP, () -> inFlight.acceptSlow(nanoTime.getAsLong()));
        ListenAddress bound = listen.withPort(socket.getAddress().getPort());
        running = new Server(endpoint, socket, protocol, bound);
        log.info("CoAP adapter {} listens on {}", context.name(), bound);
    }

    private record Server(CoapEndpoint endpoint, BoundedUdp socket, ProtocolThread protocol, ListenAddress bound)
            implements Running {

        @Override
        public Map<String, String> listening() {
            return Map.of("", bound.toString());
        }

        @Override
        public List<String> trouble() {
            List<String> trouble = new ArrayList<>();
            if (socket.dropped() > 0) {
                trouble.add(socket.dropped() + " datagrams came faster than they could be read and were dropped");
            }
            if (socket.oversized() > 0) {
                trouble.add(socket.oversized() + " datagrams longer than " + Tuning.MAX_DATAGRAM_BYTES
                        + " bytes were dropped; longer messages must come in blocks");
            }
            return trouble;
        }

        @Override
        public void end() {
            endpoint.stop();
            protocol.end();
            endpoint.destroy();
        }
    }

    @Override
    public Map<String, String> listening() {
        return running.listening();
    }

    @Override
    public Status status() {
        Running now = running;
        return new Status(now != Running.NOT, recent.peers(), now.trouble());
    }

    @Override
    public void close() {
        Running ended = running;
        running = Running.NOT;
        inFlight.close();
        ended.end();
    }

    /** For tests: requests remembered, and requests waiting for their commit. */
    RecentRequests recent() {
        return recent;
    }

    InFlight inFlight() {
        return inFlight;
    }
}
