package io.weir.device.gpio;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives the simulated board by JSON lines on a Unix socket that only the gateway's own user may open. One thread accepts,
 * and each client, of at most {@value #MAX_CLIENTS}, has its own. The file is gone after a close, and a stale one is
 * replaced.
 */
final class BoardSocket implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(BoardSocket.class);
    static final int MAX_CLIENTS = 16;

    /** Puts a level on a pin, or says what is wrong. */
    @FunctionalInterface
    interface Pins {
        Optional<String> set(int pin, boolean high);
    }

    private final Path path;
    private final ServerSocketChannel server;
    private final Pins pins;
    private final Set<BoardClient> clients = ConcurrentHashMap.newKeySet();

    private BoardSocket(Path path, ServerSocketChannel server, Pins pins) {
        this.path = path;
        this.server = server;
        this.pins = pins;
    }

    static BoardSocket listen(Path path, Pins pins) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            bind(server, path);
        } catch (IOException e) {
            server.close();
            throw new IOException("the simulated GPIO board cannot listen on " + path + ": " + e.getMessage(), e);
        }
        BoardSocket socket = new BoardSocket(path, server, pins);
        Thread thread = new Thread(socket::acceptAll, "gpio-board");
        thread.setDaemon(true);
        thread.start();
        log.warn("GPIO is simulated; its pins are driven through {}", path);
        return socket;
    }

    /** Bound in a private folder and then moved, so that at no moment another user could connect. */
    private static void bind(ServerSocketChannel server, Path path) throws IOException {
        Path folder = path.resolveSibling(".gpio");
        Path hidden = folder.resolve("s");
        Files.deleteIfExists(hidden);
        Files.deleteIfExists(folder);
        Files.createDirectories(path.toAbsolutePath().getParent());
        Files.createDirectory(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try {
            server.bind(UnixDomainSocketAddress.of(hidden));
            Files.setPosixFilePermissions(hidden, PosixFilePermissions.fromString("rw-------"));
            Files.move(hidden, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(hidden);
            Files.deleteIfExists(folder);
        }
    }

    private void acceptAll() {
        while (server.isOpen()) {
            try {
                admit(server.accept());
            } catch (IOException e) {
                if (server.isOpen()) {
                    log.warn("The simulated GPIO board takes no more clients: {}", e.getMessage());
                    return;
                }
            }
        }
    }

    private void admit(SocketChannel channel) {
        BoardClient client = new BoardClient(channel, pins, clients::remove);
        if (clients.size() >= MAX_CLIENTS) {
            client.refuse("at most " + MAX_CLIENTS + " clients");
            return;
        }
        clients.add(client);
        Thread thread = new Thread(client, "gpio-client");
        thread.setDaemon(true);
        thread.start();
        if (!server.isOpen()) {
            client.close();
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            Files.deleteIfExists(path);
        } catch (IOException e) {
            log.warn("The socket {} of the simulated GPIO board was not removed: {}", path, e.getMessage());
        }
        clients.forEach(BoardClient::close);
    }
}
