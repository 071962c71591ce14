package io.weir.uplink;

import io.weir.device.config.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * POSTs batches as {@code application/x-ndjson}. Any 2xx is success; 408, 429, 5xx and network trouble are retried, and so
 * are 401, 403 and 407, which are about who sends and not about what; every other answer refuses the batch. {@code
 * Idempotency-Key} is the same when a batch is sent again.
 */
final class HttpSink implements Sink {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /** Otherwise a token that expired over night would make dead letters of a whole stream. */
    private static final Set<Integer> NOT_LET_IN = Set.of(401, 403, 407);

    private final Target target;
    private final Clock clock;
    private final HttpClient client;
    private final HttpTrouble trouble;

    /**
     * @param timeout until the last byte of the answer
     */
    record Target(
            URI url, Compression compression, Map<String, String> headers, Optional<Secret> token, Duration timeout) {}

    HttpSink(Target target, Clock clock) {
        this.target = target;
        this.clock = clock;
        Duration connect = target.timeout().compareTo(CONNECT_TIMEOUT) < 0 ? target.timeout() : CONNECT_TIMEOUT;
        this.trouble = new HttpTrouble(connect, target.timeout());
        // HTTP/1.1: offering an upgrade with every POST confuses small servers
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connect)
                .build();
    }

    @Override
    public SendResult send(Batch batch) throws InterruptedException {
        HttpRequest request;
        try {
            request = request(batch);
        } catch (IOException e) {
            return SendResult.retry("token: " + e.getMessage());
        }
        // not client.send: its timeout ends with the header, and a server that stalls in the body would hold the uplink
        Drain body = new Drain();
        CompletableFuture<HttpResponse<Boolean>> answer = client.sendAsync(request, header -> body);
        try {
            return result(answer.get(target.timeout().toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return SendResult.retry(target.url().getHost() + ": " + trouble.words(cause));
        } catch (TimeoutException e) {
            return SendResult.retry(target.url().getHost() + ": " + trouble.incomplete());
        } finally {
            // no-ops when the answer is there; else they close the connection
            answer.cancel(true);
            body.stop();
        }
    }

    private HttpRequest request(Batch batch) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(target.url()).timeout(target.timeout());
        request.setHeader("User-Agent", "weir");
        request.setHeader("Content-Type", "application/x-ndjson");
        request.setHeader("Idempotency-Key", batch.id());
        if (target.compression() != Compression.NONE) {
            request.setHeader("Content-Encoding", target.compression().word());
        }
        target.headers().forEach(request::setHeader);
        if (target.token().isPresent()) {
            request.setHeader("Authorization", "Bearer " + target.token().get().text());
        }
        return request.POST(BodyPublishers.ofByteArray(target.compression().compress(batch.lines())))
                .build();
    }

    private SendResult result(HttpResponse<Boolean> answer) {
        int status = answer.statusCode();
        if (status / 100 == 2) {
            return SendResult.accepted();
        }
        String reason = target.url().getHost() + " answered " + status;
        if (NOT_LET_IN.contains(status)) {
            reason += ": it does not let this gateway in; nothing is sent until its token or rights are renewed";
        }
        if (status == 408 || status == 429 || status / 100 == 5 || NOT_LET_IN.contains(status)) {
            return retry(answer, reason);
        }
        return SendResult.refused(reason);
    }

    private SendResult retry(HttpResponse<Boolean> answer, String reason) {
        return retryAfter(answer)
                .map(after -> SendResult.retry(reason, after))
                .orElseGet(() -> SendResult.retry(reason));
    }

    /** Seconds, or a date. */
    private Optional<Duration> retryAfter(HttpResponse<Boolean> answer) {
        return answer.headers().firstValue("Retry-After").flatMap(this::span);
    }

    private Optional<Duration> span(String text) {
        try {
            if (text.matches("\\d{1,9}")) {
                return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
            }
            Instant at = DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from);
            Duration left = Duration.between(clock.instant(), at);
            return left.isNegative() ? Optional.empty() : Optional.of(left);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The client of Java 17 has no close; it ends with its last reference. */
    @Override
    public void close() {}
}
