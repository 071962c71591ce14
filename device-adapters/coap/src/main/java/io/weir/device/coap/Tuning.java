package io.weir.device.coap;

import io.weir.device.ByteSize;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.core.network.ExtendedCoapStackFactory;
import org.eclipse.californium.core.network.InMemoryMessageExchangeStore;
import org.eclipse.californium.core.network.Outbox;
import org.eclipse.californium.core.network.RandomTokenGenerator;
import org.eclipse.californium.core.network.stack.CoapStack;
import org.eclipse.californium.core.network.stack.CoapUdpStack;
import org.eclipse.californium.elements.EndpointContextMatcher;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.config.SystemConfig;
import org.eclipse.californium.elements.config.UdpConfig;

/**
 * Every setting of Californium that holds a bound. Its defaults are for servers with gigabytes: 150,000 peers, queues
 * without end. Never Californium's standard configuration, which is written to a file in the working directory.
 */
final class Tuning {

    /**
     * Requests remembered per peer with their answers, 1.8 KB each; a device has one open at a time (NSTART), a busy one a
     * few. So 2,000 peers hold 15 MB at the very most.
     */
    static final int REMEMBERED_PER_PEER = 4;

    /** Fingerprints that the core keeps per peer: these recognise what is no longer remembered here, and after a crash. */
    static final int FINGERPRINTS_PER_PEER = 16;

    /** Longest datagram taken. Longer messages come in blocks. */
    static final int MAX_DATAGRAM_BYTES = 8_192;

    /** All block-wise transfers under way together hold at most this. */
    private static final long BLOCKWISE_BYTES = ByteSize.ofMebibytes(16).bytes();

    private Tuning() {}

    static Configuration of(ByteSize maxPayload, int maxPeers) {
        return new Configuration(CoapConfig.DEFINITIONS, UdpConfig.DEFINITIONS, SystemConfig.DEFINITIONS)
                .set(CoapConfig.MAX_ACTIVE_PEERS, maxPeers)
                .set(CoapConfig.MAX_RESOURCE_BODY_SIZE, (int) maxPayload.bytes())
                .set(CoapConfig.MAX_MESSAGE_SIZE, 1024)
                .set(CoapConfig.PREFERRED_BLOCK_SIZE, 1024)
                .set(CoapConfig.BLOCKWISE_STATUS_LIFETIME, 60, TimeUnit.SECONDS)
                .set(CoapConfig.USE_MESSAGE_OFFLOADING, true)
                .set(CoapConfig.MAX_SERVER_OBSERVES, 1)
                .set(CoapConfig.PROTOCOL_STAGE_THREAD_COUNT, 1)
                .set(SystemConfig.HEALTH_STATUS_INTERVAL, 0, TimeUnit.SECONDS)
                .set(UdpConfig.UDP_DATAGRAM_SIZE, MAX_DATAGRAM_BYTES)
                .set(UdpConfig.UDP_CONNECTOR_OUT_CAPACITY, 8_192);
    }

    static CoapEndpoint endpoint(Configuration tuning, BoundedUdp socket, RecentRequests recent) {
        InMemoryMessageExchangeStore store =
                new InMemoryMessageExchangeStore("", tuning, new RandomTokenGenerator(tuning));
        store.setDeduplicator(recent);
        // begins anywhere, so that a device does not take an answer after a restart for one from before
        store.setMessageIdProvider(new MessageIds(ThreadLocalRandom.current().nextInt()));
        return CoapEndpoint.builder()
                .setConfiguration(tuning)
                .setConnector(socket)
                .setMessageExchangeStore(store)
                .setCoapStackFactory(new FewTransfers())
                .build();
    }

    /** The stack bounds its block-wise transfers by the number of peers, and each may grow to the longest payload. */
    @SuppressWarnings("deprecation") // the interface extends one that 4.0 drops
    private static final class FewTransfers implements ExtendedCoapStackFactory {

        @Override
        public CoapStack createCoapStack(
                String protocol,
                String tag,
                Configuration config,
                EndpointContextMatcher matcher,
                Outbox outbox,
                Object unused) {
            long transfers = BLOCKWISE_BYTES / config.get(CoapConfig.MAX_RESOURCE_BODY_SIZE);
            long bounded = Math.max(16, Math.min(transfers, config.get(CoapConfig.MAX_ACTIVE_PEERS)));
            Configuration few = new Configuration(config).set(CoapConfig.MAX_ACTIVE_PEERS, (int) bounded);
            return new CoapUdpStack(tag, few, matcher, outbox);
        }

        @Override
        public CoapStack createCoapStack(
                String protocol, String tag, Configuration config, Outbox outbox, Object unused) {
            throw new UnsupportedOperationException("block-wise transfers need the peer's context");
        }
    }
}
