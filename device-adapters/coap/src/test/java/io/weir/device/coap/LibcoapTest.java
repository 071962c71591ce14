package io.weir.device.coap;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.Arrival;
import io.weir.device.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The adapter against libcoap's client, as Debian packs it (installed by {@code .ci/setup test}). */
class LibcoapTest {

    private static final List<String> NAMES =
            List.of("coap-client-openssl", "coap-client", "coap-client-gnutls", "coap-client-notls");

    private final Gateway gateway = new Gateway();
    private final CoapAdapter adapter = gateway.adapter(Map.of());

    @TempDir
    private Path folder;

    @BeforeEach
    void start() throws IOException {
        gateway.commitsAtOnce = true;
        adapter.start();
    }

    @AfterEach
    void stop() {
        adapter.close();
    }

    private static Path client() {
        String path = System.getenv().getOrDefault("PATH", "");
        for (String name : NAMES) {
            for (String place : path.split(":")) {
                if (Files.isExecutable(Path.of(place, name))) {
                    return Path.of(place, name);
                }
            }
        }
        throw new AssertionError("none of " + NAMES + " is installed; run .ci/setup test");
    }

    /** What the client printed: the payload of the answer, and the answer itself if it is an error. */
    private String run(String path, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(client().toString(), "-B", "60"));
        command.addAll(List.of(options));
        command.add("coap://" + adapter.listening().get("") + "/" + path);
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
            return Files.readString(output, StandardCharsets.UTF_8).strip();
        } finally {
            process.destroyForcibly();
        }
    }

    private Stream<Value> values() {
        return gateway.arrivals.stream()
                .map(message -> ((Arrival.Content.Decoded) message.content()).readings())
                .map(readings -> readings.get(0).value());
    }

    @Test
    void postAndPutAreTaken() throws Exception {
        assertThat(run("d042/temperature", "-m", "post", "-t", "50", "-e", "1")).isEmpty();
        assertThat(run("d042/temperature", "-m", "put", "-e", "2")).isEmpty();

        assertThat(values()).containsExactly(new Value.Num(1), new Value.Num(2));
    }

    @Test
    void aMessageInBlocksIsTaken() throws Exception {
        Path payload = Files.writeString(folder.resolve("payload"), " ".repeat(20_000) + "3");

        assertThat(run("d042/temperature", "-m", "post", "-b", "512", "-f", payload.toString()))
                .isEmpty();

        assertThat(values()).containsExactly(new Value.Num(3));
    }

    @Test
    void refusalsReachTheDeviceInWords() throws Exception {
        assertThat(run("d042/temperature", "-m", "post", "-e", "warm"))
                .contains("4.00")
                .contains("expected a number");
        assertThat(run("nowhere", "-m", "post", "-e", "1")).contains("4.04");
        assertThat(run("d042/temperature", "-m", "get")).contains("4.05");
        assertThat(run("d042/temperature", "-m", "post", "-t", "41", "-e", "1")).contains("4.15");
    }

    @Test
    void aMessageBeyondTheLimitIsRefused() throws Exception {
        Path payload = Files.writeString(folder.resolve("payload"), " ".repeat(70_000) + "3");

        assertThat(run("d042/temperature", "-m", "post", "-f", payload.toString()))
                .contains("4.13");
    }

    @Test
    void theResourcesCanBeDiscovered() throws Exception {
        assertThat(run(".well-known/core", "-m", "get"))
                .isEqualTo("</>;rt=\"weir.intake\";title=\"{device}/{metric}\"");
    }
}
