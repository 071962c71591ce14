package io.weir.device.mqtt;

import java.time.Duration;

/**
 * What an endpoint allows.
 *
 * @param packetBytes largest packet of a connected client
 * @param receiveMaximum unacknowledged QoS 1 messages of one client
 * @param connections clients connected or logging in
 * @param sessions durable sessions, connected or not
 * @param connectTimeout from the opening of a socket to its CONNECT
 */
record Limits(int packetBytes, int receiveMaximum, int connections, int sessions, Duration connectTimeout) {

    /** Sockets that have said nothing yet; the oldest makes room for a new one. */
    static final int ARRIVING = 256;

    /** Enough for every field of a CONNECT at its longest. */
    static final int CONNECT_BYTES = 512 * 1024;

    static final int CLIENT_ID = 256;

    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
}
