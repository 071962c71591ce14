package io.weir.sim.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A real gateway as a child process, which does not outlive this one unless this one is killed itself. */
final class ChildGateway implements Gateway {
    /** The gateway's exit status for a port or a data directory that is taken. */
    static final int TAKEN = 3;

    private static final Duration START_PATIENCE = Duration.ofSeconds(90);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(60);
    private final Path jar;
    private final Path config;
    private final Path log;
    private final ObjectMapper mapper = new ObjectMapper();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private volatile @Nullable Process process;
    private String httpAddress = "";

    /** It could not be started; the exit status says why, -1 that it is still there but not ready. */
    static final class StartFailedException extends IOException {
        private static final long serialVersionUID = 1;
        private final int status;

        StartFailedException(int status, String message) {
            super(message);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    ChildGateway(Path jar, Path config, Path log) {
        this.jar = jar;
        this.config = config;
        this.log = log;
        // Ctrl-C ends this program without its finally blocks; the gateway must not stay behind.
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    }

    @Override
    public void start() throws IOException, InterruptedException {
        Process child = new ProcessBuilder(command())
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        process = child;
        BufferedReader output = child.inputReader();
        CompletableFuture<String> ready = CompletableFuture.supplyAsync(() -> readyLine(output));
        try {
            httpAddress = address(ready.get(START_PATIENCE.toSeconds(), TimeUnit.SECONDS));
        } catch (ExecutionException | TimeoutException e) {
            int status = child.waitFor(1, TimeUnit.SECONDS) ? child.exitValue() : -1;
            child.destroyForcibly().waitFor();
            throw new StartFailedException(
                    status,
                    "the gateway did not become ready (exit status " + status + "); its log ends with\n" + logTail());
        }
    }

    @Override
    public String page() {
        return "http://" + httpAddress + "/";
    }

    private List<String> command() {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return List.of(
                java.toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                jar.toString(),
                "run",
                config.toString());
    }

    private static String readyLine(BufferedReader output) {
        return output.lines()
                .filter(line -> line.startsWith("ready "))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the gateway ended before it was ready"));
    }

    private String address(String readyLine) throws IOException {
        JsonNode ready = mapper.readTree(readyLine.substring("ready ".length()));
        return ready.path("http").asText();
    }

    private String logTail() throws IOException {
        List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
    }

    @Override
    public void kill() throws InterruptedException {
        Process child = process;
        if (child != null) {
            child.destroyForcibly().waitFor();
        }
    }

    @Override
    public int stop() throws InterruptedException {
        Process child = process;
        if (child == null) {
            return 0;
        }
        child.destroy();
        if (!child.waitFor(STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            child.destroyForcibly().waitFor();
        }
        return child.exitValue();
    }

    @Override
    public Optional<String> ledger() throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + httpAddress + "/api/v1/ledger"))
                .timeout(Duration.ofSeconds(10))
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == 200 ? Optional.of(response.body()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        Process child = process;
        if (child != null) {
            child.destroyForcibly();
        }
    }
}
