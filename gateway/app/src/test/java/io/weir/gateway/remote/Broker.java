package io.weir.gateway.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A real mosquitto on a port of its own. Closing it is a power cut. */
final class Broker implements AutoCloseable {

    private final Path folder;
    private final int port;
    private Process process;

    Broker(Path folder) throws IOException {
        this.folder = folder;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = free.getLocalPort();
        }
        Files.write(
                folder.resolve("broker.conf"),
                List.of(
                        "listener " + port + " 127.0.0.1",
                        "allow_anonymous true",
                        "user root",
                        "persistence true",
                        "persistence_location " + folder + "/"));
        this.process = launched();
    }

    private Process launched() throws IOException {
        Process launched = new ProcessBuilder(
                        "mosquitto", "-c", folder.resolve("broker.conf").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("broker.log").toFile())
                .start();
        await().atMost(Duration.ofSeconds(20)).until(this::answers);
        assertThat(launched.isAlive()).isTrue();
        return launched;
    }

    void restart() throws IOException {
        process = launched();
    }

    private boolean answers() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    String uri() {
        return "mqtt://127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
