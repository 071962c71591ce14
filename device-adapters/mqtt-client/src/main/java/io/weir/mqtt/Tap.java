package io.weir.mqtt;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Optional;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;

/**
 * Gives Paho the one socket of a connection and keeps hold of it, so that it can be closed at any moment: Paho itself cannot
 * give up a connection whose CONNACK never comes. Thread-safe.
 */
final class Tap extends SocketFactory {

    private final LinkSocket socket;

    private Tap(LinkSocket socket) {
        this.socket = socket;
    }

    static Tap of(LinkConfig config) throws IOException {
        Optional<SSLContext> tls =
                config.isEncrypted() ? Optional.of(config.tls().context()) : Optional.empty();
        return new Tap(new LinkSocket(tls, config.broker().getHost(), config.largestPacketBytes()));
    }

    boolean wasDuplicate(int packetId) {
        return socket.wasDuplicate(packetId);
    }

    /** Whether open or still to be opened, it ends. */
    void cut() {
        try {
            socket.cut();
        } catch (IOException e) {
            // A socket that cannot even be closed is gone already.
        }
    }

    /** The goodbye does not get through: Paho shall believe that it did. To be followed by {@link #cut}. */
    void cutGoodbye() {
        try {
            socket.cutGoodbye();
        } catch (IOException e) {
            // As above.
        }
    }

    @Override
    public Socket createSocket() {
        return socket;
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        throw unconnectedOnly();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress from, int fromPort) throws IOException {
        throw unconnectedOnly();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        throw unconnectedOnly();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) throws IOException {
        throw unconnectedOnly();
    }

    /** Paho connects by itself, with its own timeout; the other ways of a factory are never taken. */
    private static IOException unconnectedOnly() {
        return new IOException("only an unconnected socket is given");
    }
}
