package io.weir.gateway.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A gateway as its user runs it: the packaged jar in a JVM of its own. */
final class GatewayProcess implements AutoCloseable {

    private final Path config;
    private final Path log;
    private Process process;

    private GatewayProcess(Path config, Path log) throws IOException {
        this.config = config;
        this.log = log;
        this.process = start(config, log);
    }

    /** Starts it and waits until it is ready. */
    static GatewayProcess start(Path folder, String yaml) throws IOException {
        Path config = folder.resolve("gateway.yaml");
        Files.writeString(config, yaml);
        return new GatewayProcess(config, folder.resolve("gateway.log"));
    }

    private static Process start(Path config, Path log) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx192m",
                        "-XX:+UseSerialGC",
                        "-Daws.cborEnabled=false",
                        "-jar",
                        System.getProperty("weir.jar"),
                        "run",
                        config.toString())
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        String line = out.readLine();
        if (line == null || !line.startsWith("ready ")) {
            process.destroyForcibly();
            throw new IOException("the gateway did not start: " + line + "\n" + Files.readString(log));
        }
        return process;
    }

    /** As a power cut would end it, and then up again on the same data. */
    void killAndStartAgain() throws IOException, InterruptedException {
        process.destroyForcibly().waitFor();
        process = start(config, log);
    }

    /** As systemd ends it; the exit code, 0 when all was well. */
    int stop() throws InterruptedException {
        process.destroy();
        process.waitFor(60, TimeUnit.SECONDS);
        return process.isAlive() ? -1 : process.exitValue();
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
