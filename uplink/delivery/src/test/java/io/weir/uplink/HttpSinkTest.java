package io.weir.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.weir.device.config.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(300)
class HttpSinkTest {

    private static final Batch TWO = Readings.batch(Readings.outgoing("s", "a", 7), Readings.outgoing("s", "b", 9));

    private final List<Map<String, List<String>>> headers = new ArrayList<>();
    private final List<byte[]> bodies = new ArrayList<>();
    private final Deque<Integer> answers = new ArrayDeque<>();
    private final MovableClock clock = new MovableClock();
    private Optional<String> retryAfter = Optional.empty();
    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/in", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        headers.add(Map.copyOf(exchange.getRequestHeaders()));
        bodies.add(exchange.getRequestBody().readAllBytes());
        retryAfter.ifPresent(text -> exchange.getResponseHeaders().set("Retry-After", text));
        exchange.sendResponseHeaders(answers.isEmpty() ? 204 : answers.remove(), -1);
        exchange.close();
    }

    private URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private SendResult send(Compression compression) throws InterruptedException {
        return send(new HttpSink.Target(
                url("/in"), compression, Map.of("x-site", "north"), Optional.empty(), Duration.ofSeconds(20)));
    }

    private SendResult send(HttpSink.Target target) throws InterruptedException {
        try (HttpSink sink = new HttpSink(target, clock)) {
            return sink.send(TWO);
        }
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void aBatchArrivesAsLinesInEachCompression(Compression compression) throws Exception {
        assertThat(send(compression)).isEqualTo(SendResult.accepted());

        assertThat(new String(plain(bodies.get(0), compression), StandardCharsets.UTF_8))
                .isEqualTo(new String(TWO.lines(), StandardCharsets.UTF_8))
                .endsWith("\"v\":9}\n");
        assertThat(headers.get(0))
                .containsEntry("Content-type", List.of("application/x-ndjson"))
                .containsEntry("Idempotency-key", List.of("gw/1/7+2"))
                .containsEntry("X-site", List.of("north"));
        assertThat(headers.get(0).get("Content-encoding"))
                .isEqualTo(compression == Compression.NONE ? null : List.of(compression.word()));
    }

    private static byte[] plain(byte[] body, Compression compression) throws IOException {
        return switch (compression) {
            case NONE -> body;
            case GZIP -> new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
            case ZSTD -> Zstd.decompress(body, (int) Zstd.getFrameContentSize(body));
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 299})
    void anySuccessIsSuccess(int status) throws Exception {
        answers.add(status);

        assertThat(send(Compression.NONE)).isEqualTo(SendResult.accepted());
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 599})
    void busyAndBrokenServersAreTriedAgain(int status) throws Exception {
        answers.add(status);

        assertThat(send(Compression.NONE)).isEqualTo(SendResult.retry("127.0.0.1 answered " + status));
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 407})
    void aServerThatDoesNotLetTheGatewayInMakesNoDeadLetters(int status) throws Exception {
        answers.add(status);

        SendResult result = send(Compression.NONE);

        assertThat(result).isInstanceOf(SendResult.Retry.class);
        assertThat(((SendResult.Retry) result).reason())
                .startsWith("127.0.0.1 answered " + status + ":")
                .contains("token or rights");
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 302, 400, 402, 404, 406, 409, 413, 415, 422})
    void everyOtherAnswerRefuses(int status) throws Exception {
        answers.add(status);

        assertThat(send(Compression.NONE)).isEqualTo(SendResult.refused("127.0.0.1 answered " + status));
    }

    @ParameterizedTest
    @ValueSource(strings = {"17", "Sat, 21 Nov 2026 10:00:17 GMT"})
    void retryAfterIsHonoured(String text) throws Exception {
        answers.add(503);
        retryAfter = Optional.of(text);

        assertThat(send(Compression.NONE))
                .isEqualTo(SendResult.retry("127.0.0.1 answered 503", Duration.ofSeconds(17)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-5", "99999999999999999999", "Sat, 21 Nov 2020 10:00:17 GMT"})
    void aRetryAfterThatMakesNoSenseIsIgnored(String text) throws Exception {
        answers.add(503);
        retryAfter = Optional.of(text);

        assertThat(send(Compression.NONE)).isEqualTo(SendResult.retry("127.0.0.1 answered 503"));
    }

    @Test
    void aServerThatIsNotThereIsTriedAgainAndTheReasonIsInWords() throws Exception {
        HttpSink.Target nowhere =
                new HttpSink.Target(url("/in"), Compression.NONE, Map.of(), Optional.empty(), Duration.ofSeconds(20));
        server.stop(0);

        assertThat(send(nowhere)).isEqualTo(SendResult.retry("127.0.0.1: connection refused"));
    }

    @Test
    void aNameThatDoesNotResolveIsTriedAgain() throws Exception {
        assertThat(send(new HttpSink.Target(
                        URI.create("http://no-such-host.invalid/"),
                        Compression.NONE,
                        Map.of(),
                        Optional.empty(),
                        Duration.ofSeconds(20))))
                .isEqualTo(SendResult.retry("no-such-host.invalid: unknown host"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhal"})
    void aTruncatedOrStalledAnswerIsTriedAgain(String answer) throws Exception {
        try (ServerSocket raw = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread peer = new Thread(() -> answerRaw(raw, answer));
            peer.start();
            URI url = URI.create("http://127.0.0.1:" + raw.getLocalPort() + "/");

            SendResult result =
                    send(new HttpSink.Target(url, Compression.NONE, Map.of(), Optional.empty(), Duration.ofSeconds(2)));

            assertThat(result).isEqualTo(SendResult.retry("127.0.0.1: no complete answer within 2s"));
            peer.join();
        }
    }

    @ParameterizedTest
    @CsvSource({"http, closed the connection without an answer", "https, TLS: Remote host terminated the handshake"})
    void aServerThatHangsUpIsTriedAgainAndTheReasonIsInWords(String scheme, String words) throws Exception {
        try (ServerSocket raw = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread peer = new Thread(() -> hangUp(raw));
            peer.setDaemon(true);
            peer.start();
            URI url = URI.create(scheme + "://127.0.0.1:" + raw.getLocalPort() + "/");

            SendResult result = send(
                    new HttpSink.Target(url, Compression.NONE, Map.of(), Optional.empty(), Duration.ofSeconds(20)));

            assertThat(result).isEqualTo(SendResult.retry("127.0.0.1: " + words));
        }
    }

    /** Says its end when it has heard something and goes on listening, so that the client sees an end and not a reset. */
    private static void hangUp(ServerSocket server) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                socket.setSoTimeout(60_000);
                InputStream in = socket.getInputStream();
                var unused = in.read(new byte[8192]);
                socket.shutdownOutput();
                in.transferTo(OutputStream.nullOutputStream());
            } catch (IOException ended) {
                // the test is over
            }
        }
    }

    /** Answers and then keeps the connection open until the client gives it up. */
    private static void answerRaw(ServerSocket server, String answer) {
        try (Socket socket = server.accept()) {
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            in.readAllBytes();
        } catch (IOException reset) {
            // the client has closed hard, which is as good
        }
    }

    @Test
    void theTokenIsReadAgainAtEachBatchAndIsNotInTheReason() throws Exception {
        FakeSecret token = new FakeSecret();
        HttpSink.Target target =
                new HttpSink.Target(url("/in"), Compression.NONE, Map.of(), Optional.of(token), Duration.ofSeconds(20));
        try (HttpSink sink = new HttpSink(target, clock)) {
            assertThat(sink.send(TWO)).isEqualTo(SendResult.retry("token: {env: TOKEN} is not set"));
            token.value = Optional.of("first");
            sink.send(TWO);
            token.value = Optional.of("second");
            sink.send(TWO);
        }

        assertThat(headers)
                .extracting(fields -> fields.getOrDefault("Authorization", List.of()))
                .containsExactly(List.of("Bearer first"), List.of("Bearer second"));
    }

    private static final class FakeSecret implements Secret {
        private Optional<String> value = Optional.empty();

        @Override
        public String reference() {
            return "{env: TOKEN}";
        }

        @Override
        public byte[] bytes() throws IOException {
            return text().getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String text() throws IOException {
            return value.orElseThrow(() -> new IOException("{env: TOKEN} is not set"));
        }
    }
}
