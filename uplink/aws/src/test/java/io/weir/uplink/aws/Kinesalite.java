package io.weir.uplink.aws;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The Kinesis emulator of npm as a child process, on a free port of the loopback. {@code .ci/setup test} installs it. */
public final class Kinesalite implements AutoCloseable {

    private static final String SCRIPT = "const s = require('kinesalite')({createStreamMs: 0, shardLimit: 50});"
            + "s.listen(0, '127.0.0.1', () => console.log(s.address().port))";

    private final Process process;
    private final int port;

    private Kinesalite(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    public static Kinesalite start(Path folder) throws IOException {
        Path npm = npmFolder();
        if (Files.notExists(npm.resolve("node_modules/kinesalite"))) {
            throw new IOException("no kinesalite in " + npm + ": run .ci/setup test, or set WEIR_NPM");
        }
        Process process = new ProcessBuilder("node", "-e", SCRIPT)
                .directory(npm.toFile())
                .redirectError(folder.resolve("kinesalite.log").toFile())
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = out.readLine();
        if (line == null) {
            process.destroyForcibly();
            throw new IOException("kinesalite did not start: " + Files.readString(folder.resolve("kinesalite.log")));
        }
        return new Kinesalite(process, Integer.parseInt(line));
    }

    private static Path npmFolder() {
        return variable("WEIR_NPM")
                .map(Path::of)
                .orElseGet(() -> variable("XDG_CACHE_HOME")
                        .map(Path::of)
                        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"))
                        .resolve("weir/npm"));
    }

    private static Optional<String> variable(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isEmpty());
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
