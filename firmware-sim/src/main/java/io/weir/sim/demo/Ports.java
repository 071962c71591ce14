package io.weir.sim.demo;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.SplittableRandom;

/**
 * Free ports of this machine that stay the same over restarts of the gateway. They lie below the range that the
 * system hands out for outgoing connections: a device that reconnects to a port of that range while the gateway is down
 * can be given that very port as its own, connect to itself, and keep the gateway from starting.
 */
record Ports(int mqtt, int coap, int http) {
    private static final int LOWEST = 15_000;
    private static final int HIGHEST = 30_000;
    private static final int TRIES = 1_000;

    /** Not seeded: two plays on one machine must not pick the same ports. */
    static Ports pick() throws IOException {
        SplittableRandom random = new SplittableRandom();
        int mqtt = pick(random);
        int coap = pick(random);
        int http = pick(random);
        return mqtt == coap || coap == http || http == mqtt ? pick() : new Ports(mqtt, coap, http);
    }

    private static int pick(SplittableRandom random) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            int port = random.nextInt(LOWEST, HIGHEST);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IOException("no free port between " + LOWEST + " and " + HIGHEST);
    }

    private static boolean isFree(int port) {
        InetSocketAddress address = local(port);
        try (ServerSocket tcp = new ServerSocket()) {
            tcp.bind(address);
            try (DatagramSocket udp = new DatagramSocket(address)) {
                return udp.isBound();
            }
        } catch (IOException e) {
            return false;
        }
    }

    static InetSocketAddress local(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }
}
