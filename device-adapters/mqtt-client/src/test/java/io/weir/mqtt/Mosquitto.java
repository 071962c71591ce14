package io.weir.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** A real mosquitto on a free port, with its files in a temporary folder. May be killed and started again. */
public final class Mosquitto implements AutoCloseable {

    private final Path directory;
    private final int port;
    private final String settings;
    private Optional<Process> process = Optional.empty();

    private Mosquitto(Path directory, String settings) {
        this.directory = directory;
        this.settings = settings;
        this.port = freePort();
    }

    /**
     * One that is free now, below the range of outgoing connections: a client that tries a dead broker again must not be given
     * the broker's port as its own.
     */
    private static int freePort() {
        return ThreadLocalRandom.current()
                .ints(15_000, 30_000)
                .filter(Mosquitto::isFree)
                .findFirst()
                .orElseThrow();
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    public static Mosquitto anonymous(Path directory) throws IOException {
        return with(directory, "allow_anonymous true\n");
    }

    public static Mosquitto with(Path directory, String settings) throws IOException {
        Mosquitto broker = new Mosquitto(directory, settings);
        broker.start();
        return broker;
    }

    public void start() throws IOException {
        Path config = directory.resolve("mosquitto.conf");
        Files.writeString(config, "listener " + port + " 127.0.0.1\nuser root\n" + settings);
        process = Optional.of(new ProcessBuilder("mosquitto", "-c", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("mosquitto.log").toFile())
                .start());
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(10))
                .untilAsserted(() -> assertThat(answers())
                        .as(() -> "mosquitto listens; its log: " + log())
                        .isTrue());
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    public String log() {
        try {
            return Files.readString(directory.resolve("mosquitto.log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    public URI uri() {
        return URI.create("mqtt://127.0.0.1:" + port);
    }

    public int port() {
        return port;
    }

    /** Kills it as a power cut would. */
    @Override
    public void close() {
        process.ifPresent(running -> running.destroyForcibly().onExit().join());
        process = Optional.empty();
    }
}
