package io.weir.gateway.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.gateway.config.ConfigReader;
import io.weir.gateway.config.Samples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** One gateway's file and data directory, with its control rules but no broker. Starting it again is what a restart does. */
final class Site {

    static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    final FakeSwitch switcher = new FakeSwitch();
    private final Path file;
    private final Path data;

    Site(Path folder) throws IOException {
        this.data = folder.resolve("data");
        this.file = folder.resolve("weir.yaml");
        write("control: {broker: \"mqtt://127.0.0.1:1\"}");
    }

    /** The sample gateway's file, with this control section and whatever else is said. */
    void write(String control) throws IOException {
        Files.writeString(file, Samples.GOOD.replace("./data", data.toString()) + control + "\n");
    }

    Path data() {
        return data;
    }

    Path state(String name) {
        return data.resolve("control").resolve(name);
    }

    Boot boot() throws IOException {
        ConfigReader reader = Samples.reader();
        ConfigReader.Result result = reader.read(file);
        if (result.config().isEmpty()) {
            throw new AssertionError(result.render());
        }
        return Boot.choose(reader, result);
    }

    Revisions start() throws IOException {
        return Revisions.resume(boot(), new ControlState(data), switcher, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    static JsonNode json(byte[] report) {
        try {
            return MAPPER.readTree(new String(report, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    static JsonNode take(Revisions revisions, String document) throws IOException, InterruptedException {
        return json(revisions.take(document.getBytes(StandardCharsets.UTF_8)));
    }

    /** A desired document in epoch 1 for the sample gateway. */
    static String desired(long rev, String config) {
        return desired(rev, config, "");
    }

    static String desired(long rev, String config, String more) {
        return "{\"v\":1,\"aud\":\"gateway/pump-house-3\",\"epoch\":1,\"rev\":" + rev + more + ",\"config\":" + config
                + "}";
    }

    /** {@code code path} of every error. */
    static List<String> errors(JsonNode report) {
        List<String> errors = new ArrayList<>();
        report.path("errors")
                .forEach(error -> errors.add(
                        error.path("code").asText() + " " + error.path("path").asText()));
        return errors;
    }
}
