package io.weir.gateway.e2e;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Debian's mosquitto on a free port of the loopback, with persistence of sessions in memory. */
final class Mosquitto implements AutoCloseable {

    private final Process process;
    private final int port;
    private final Path log;

    private Mosquitto(Process process, int port, Path log) {
        this.process = process;
        this.port = port;
        this.log = log;
    }

    static Mosquitto start(Path folder) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path log = folder.resolve("mosquitto.log");
        Path config = folder.resolve("mosquitto.conf");
        Files.write(
                config,
                List.of(
                        "listener " + port + " 127.0.0.1",
                        "allow_anonymous true",
                        "max_queued_messages 100000",
                        "log_type error",
                        "log_type warning",
                        "log_type notice",
                        "log_type information",
                        "log_type subscribe"));
        Process process = new ProcessBuilder("mosquitto", "-c", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Mosquitto broker = new Mosquitto(process, port, log);
        await().atMost(Duration.ofMinutes(1)).until(broker::answers);
        return broker;
    }

    private boolean answers() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Whether this filter was ever subscribed; what is published before that reaches nobody. */
    boolean knows(String filter) throws IOException {
        return Files.readString(log).lines().anyMatch(line -> line.endsWith(" " + filter));
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
