package io.weir.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.ByteSize;
import io.weir.device.config.Binder;
import io.weir.device.config.Secret;
import io.weir.device.config.Settings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class UplinkConfigTest {

    private final List<String> problems = new ArrayList<>();

    private SinkProvider provider(String type) {
        return ServiceLoader.load(SinkProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.type().equals(type))
                .findFirst()
                .orElseThrow();
    }

    private Settings bind(String type, Map<String, ?> tree) {
        Binder binder = new Binder(
                (path, code, message, guess) -> problems.add(path + " " + code + " " + message), new PlainSecrets());
        Settings settings = binder.section(UplinkConfig.shape(provider(type)), tree, "uplinks.u");
        if (problems.isEmpty()) {
            provider(type).check(settings, (path, code, message, guess) -> problems.add(path + " " + code));
        }
        return settings;
    }

    @Test
    void theSmallestHttpUplinkTakesItsDefaults() {
        Settings settings = bind("http", Map.of("url", "http://127.0.0.1:9000/", "streams", List.of("raw")));

        assertThat(problems).isEmpty();
        assertThat(settings.text("compression")).isEqualTo("zstd");
        assertThat(UplinkConfig.of("u", settings))
                .isEqualTo(new UplinkConfig(
                        "u",
                        List.of("raw"),
                        "jsonl",
                        new BatchLimits(500, ByteSize.ofMebibytes(1), Duration.ofSeconds(5)),
                        new RetryLimits(Duration.ofSeconds(1), Duration.ofMinutes(2))));
    }

    @Test
    void whatIsPlannedIsRefusedAsNotAvailableAndWhatIsUnknownAsUnknown() {
        Map<String, Object> tree = new HashMap<>(Map.of("path", "out", "streams", List.of("raw")));
        tree.put("format", "avro");
        tree.put("compression", "zstd");
        tree.put("exactly-once", "true");
        tree.put("schedule", Map.of());
        bind("file", tree);

        assertThat(problems)
                .hasSize(4)
                .allMatch(problem -> problem.contains("available"), "says available")
                .anyMatch(problem -> problem.startsWith("uplinks.u.format ") && problem.contains("jsonl"));
    }

    @Test
    void headersThatTheClientKeepsForItselfAreReported() {
        bind(
                "http",
                Map.of(
                        "url",
                        "http://h/",
                        "streams",
                        List.of("raw"),
                        "headers",
                        Map.of("host", "other", "x-key", "fine")));

        assertThat(problems).containsExactly("uplinks.u.headers.host range");
    }

    @Test
    void everySinkCanBeMadeWithoutTouchingAnything() {
        SinkContext context = new SinkContext("gw", "u", Path.of("nowhere"), Clock.systemUTC());
        Settings http = bind("http", Map.of("url", "http://no.invalid/", "streams", List.of("raw")));
        Settings file = bind("file", Map.of("path", "out", "streams", List.of("raw")));

        provider("http").create(http, context).close();
        provider("file").create(file, context).close();

        assertThat(Path.of("nowhere")).doesNotExist();
    }

    private static final class PlainSecrets implements Binder.Secrets {
        @Override
        public Secret env(String name) {
            return secret(name);
        }

        @Override
        public Secret file(String path) {
            return secret(path);
        }

        private static Secret secret(String text) {
            return new Secret() {
                @Override
                public String reference() {
                    return text;
                }

                @Override
                public byte[] bytes() {
                    return text.getBytes(StandardCharsets.UTF_8);
                }

                @Override
                public String text() {
                    return text;
                }
            };
        }
    }
}
