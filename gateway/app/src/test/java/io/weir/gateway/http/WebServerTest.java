package io.weir.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.gateway.ledger.Ledger;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebServerTest {

    private final FixedView view = new FixedView();
    private final WebServer server = new WebServer(view, Door.loopback(), "1.2.3");
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void bothVersionsOfHttpAreServedOnLoopback() throws Exception {
        server.start("127.0.0.1", 0);

        for (HttpClient.Version version : HttpClient.Version.values()) {
            HttpResponse<String> answer = client.send(
                    request("/api/v1/ledger").version(version).build(), HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).as(version.name()).isEqualTo(200);
            assertThat(answer.body()).contains("\"gateway\":\"gw\"", "\"balanced\":true");
        }
    }

    @Test
    void thePageLoadsNothingFromElsewhere() throws Exception {
        server.start("127.0.0.1", 0);

        HttpResponse<String> page = get("/");

        assertThat(page.headers().firstValue("content-security-policy"))
                .hasValueSatisfying(policy -> assertThat(policy).startsWith("default-src 'self'"));
        assertThat(page.body() + get("/page.js").body() + get("/page.css").body())
                .doesNotContain("https://", "<style", "javascript:")
                .doesNotContainPattern("src=\"(//|http)");
        assertThat(page.body()).contains("page.js", "page.css");
    }

    @Test
    void readinessSaysWhatIsWrongAndLivenessDoesNotCare() throws Exception {
        server.start("127.0.0.1", 0);
        view.unready = "the buffer cannot be written";

        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/health/ready").statusCode()).isEqualTo(503);
        assertThat(get("/health/ready").body()).contains("the buffer cannot be written");
    }

    @Test
    void metricsHaveTheLedgersTotalsAsCounters() throws Exception {
        server.start("127.0.0.1", 0);
        get("/metrics");
        view.messages = 8;

        assertThat(get("/metrics").body())
                .contains("weir_adapter_messages_total{adapter=\"field\"} 8.0")
                .contains("weir_adapter_rejected_total{adapter=\"field\",reason=\"repeat\"} 0.0")
                .contains("weir_buffer_bytes 5.0", "# TYPE weir_buffer_written_bytes_total counter")
                .contains("weir_ledger_balanced 1.0", "jvm_memory_used_bytes");
    }

    @Test
    void thePageIsFedByServerSentEvents() throws Exception {
        server.start("127.0.0.1", 0);
        HttpResponse<InputStream> live =
                client.send(request("/api/v1/live").build(), HttpResponse.BodyHandlers.ofInputStream());

        try (BufferedReader lines = new BufferedReader(new InputStreamReader(live.body(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).startsWith("data: {").contains("\"ledger\"", "\"status\"");
        }
    }

    @Test
    void whatIsNotThereAndWhatIsNotAllowedAreSaidAsJson() throws Exception {
        server.start("127.0.0.1", 0);

        assertThat(get("/api/v1/nothing").statusCode()).isEqualTo(404);
        HttpResponse<String> post = client.send(
                request("/api/v1/ledger")
                        .POST(HttpRequest.BodyPublishers.ofString("{}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(post.statusCode()).isEqualTo(405);
        assertThat(post.body()).contains("\"error\"");
    }

    @Test
    void aTakenPortIsNamed() throws Exception {
        server.start("127.0.0.1", 0);
        int taken = Integer.parseInt(server.address().substring(server.address().indexOf(':') + 1));
        try (WebServer second = new WebServer(view, Door.loopback(), "1.2.3")) {
            assertThatThrownBy(() -> second.start("127.0.0.1", taken))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("127.0.0.1:" + taken);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://" + server.address() + path));
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static final class FixedView implements GatewayView {
        private volatile long messages = 7;
        private volatile String unready = "";

        @Override
        public Ledger ledger() {
            Map<String, Long> totals = Map.of(
                    "adapters/field/messages", messages,
                    "adapters/field/decoded", messages,
                    "adapters/field/rejected/repeat", 0L);
            return new Ledger("gw", new TreeMap<>(totals), Map.of(), Map.of(), Map.of());
        }

        @Override
        public Map<String, Object> status() {
            return Map.of("version", "1.2.3");
        }

        @Override
        public String dead() {
            return "";
        }

        @Override
        public String unready() {
            return unready;
        }

        @Override
        public Map<String, Double> gauges() {
            return Map.of("buffer_bytes", 5.0, "buffer_written_bytes_total", 4096.0);
        }
    }
}
