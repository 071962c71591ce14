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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** A real mosquitto on a port of its own. Closing it is a power cut. */
final class Broker implements AutoCloseable {

    private final Path folder;
    private final int port;
    private Process process;

    Broker(Path folder) throws IOException {
        this(folder, "allow_anonymous true");
    }

    /** With these further lines in its configuration. */
    Broker(Path folder, String... settings) throws IOException {
        this.folder = folder;
        this.port = ThreadLocalRandom.current()
                .ints(15_000, 30_000)
                .filter(Broker::isFree)
                .findFirst()
                .orElseThrow();
        List<String> lines = new ArrayList<>(List.of(settings));
        lines.add("listener " + port + " 127.0.0.1");
        lines.add("user root");
        lines.add("persistence true");
        lines.add("persistence_location " + folder + "/");
        Files.write(folder.resolve("broker.conf"), lines);
        this.process = launched();
    }

    /** Asked below the range of outgoing connections, so that nobody who tries a dead broker again is given its port. */
    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    private Process launched() throws IOException {
        Process launched = new ProcessBuilder(
                        "mosquitto", "-c", folder.resolve("broker.conf").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("broker.log").toFile())
                .start();
        await().atMost(Duration.ofMinutes(1)).until(this::answers);
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
