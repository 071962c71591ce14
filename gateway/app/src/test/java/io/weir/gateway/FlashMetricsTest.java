package io.weir.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a gateway writes for what it was given is there to be watched. */
class FlashMetricsTest {

    private static final String CONFIG = """
            gateway: {id: gw-1, data-dir: DATA, dashboard: {listen: "127.0.0.1:0"}}
            adapters:
              b: {type: fake, port: 2}
            pipelines:
              raw: {from: b, steps: []}
            uplinks:
              up: {type: memory, label: x, streams: [raw], batch: {max-wait: 0s}}
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final FakeParts parts = new FakeParts();

    private static double metric(Gateway gateway, String name) throws IOException, InterruptedException {
        URI page = URI.create("http://" + gateway.listening().get("http") + "/metrics");
        String all = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString())
                .body();
        return all.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("There is no " + name + " in " + all));
    }

    @Test
    void bytesWrittenAndBytesGivenGrowWithEveryReading() throws Exception {
        Gateway gateway = Gateway.start(parts.config(CONFIG, folder), parts.catalog(), folder, Clock.systemUTC());
        try {
            double written = metric(gateway, "weir_buffer_written_bytes_total");
            double payload = metric(gateway, "weir_buffer_payload_bytes_total");

            assertThat(parts.offer("b", 1)).isTrue();
            await().atMost(Duration.ofMinutes(1)).until(() -> parts.delivered.size() == 1);

            assertThat(metric(gateway, "weir_buffer_payload_bytes_total")).isGreaterThan(payload);
            assertThat(metric(gateway, "weir_buffer_written_bytes_total")).isGreaterThanOrEqualTo(written + 4096);
            assertThat(metric(gateway, "weir_buffer_written_bytes_per_year"))
                    .isNotNegative(); // 0 for a minute: FlashWearTest
        } finally {
            gateway.stop();
        }
    }

    @Test
    void checkProjectsTheWritesOfAYear() throws Exception {
        assertThat(Estimate.of(parts.config(CONFIG, folder)).lines())
                .anyMatch(line -> line.matches("flash .* [0-9.]+ TB a year, if .*"));
    }
}
