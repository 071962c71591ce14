package io.weir.sim.cloud;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A TCP port under the weather: a thread that accepts, and a thread per connection that runs the dialogue. Any thread
 * may break the connections or close it.
 */
final class Listener implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Listener.class);
    private static final int MOST_CONNECTIONS = 1_000;
    private final ServerSocket server;
    private final Supplier<Weather> weather;
    private final Dialogue dialogue;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong accepted = new AtomicLong();

    /** What happens on one connection; its end is the connection's end. */
    interface Dialogue {
        void talk(InputStream in, OutputStream out) throws IOException;
    }

    Listener(String name, InetSocketAddress address, Supplier<Weather> weather, Dialogue dialogue) throws IOException {
        this.server = new ServerSocket();
        this.weather = weather;
        this.dialogue = dialogue;
        server.setReuseAddress(true);
        try {
            server.bind(address);
        } catch (IOException e) {
            server.close();
            throw new IOException(name + " cannot listen at " + address + ": " + e.getMessage(), e);
        }
        Thread acceptor = new Thread(() -> accept(name), "cloud-" + name);
        acceptor.setDaemon(true);
        acceptor.start();
    }

    private void accept(String name) {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                if (weather.get() instanceof Weather.Cut || open.size() >= MOST_CONNECTIONS) {
                    reset(socket);
                } else {
                    serve(name, socket);
                }
            } catch (IOException e) {
                log.debug("Accepting at {} ended or failed: {}", name, e.getMessage());
            }
        }
    }

    private void serve(String name, Socket socket) {
        open.add(socket);
        Thread thread = new Thread(() -> talk(socket), "cloud-" + name + "-" + accepted.incrementAndGet());
        thread.setDaemon(true);
        thread.start();
    }

    private void talk(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            dialogue.talk(new SlowStream(socket.getInputStream(), weather), socket.getOutputStream());
        } catch (IOException e) {
            log.debug("A connection broke: {}", e.getMessage());
        } finally {
            open.remove(socket);
        }
    }

    InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    /** Resets every connection there is. */
    void breakConnections() {
        open.forEach(Listener::reset);
    }

    private static void reset(Socket socket) {
        try {
            // Zero linger turns the close into a RST, which is what a pulled plug looks like from the other end.
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            log.debug("Could not reset a connection: {}", e.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        breakConnections();
    }
}
