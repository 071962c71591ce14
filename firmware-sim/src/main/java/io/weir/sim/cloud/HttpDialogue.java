package io.weir.sim.cloud;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;

/** Takes records by HTTP: POST or PUT of JSON lines to any path, plain, gzip or zstd. */
final class HttpDialogue implements Listener.Dialogue {
    private final Arrivals arrivals;
    private final Supplier<Weather> weather;

    HttpDialogue(Arrivals arrivals, Supplier<Weather> weather) {
        this.arrivals = arrivals;
        this.weather = weather;
    }

    @Override
    public void talk(InputStream raw, OutputStream out) throws IOException {
        InputStream in = new BufferedInputStream(raw, 16 << 10);
        Optional<HttpRequest> request = HttpRequest.read(in, out);
        while (request.isPresent()) {
            answer(request.get(), out);
            request = HttpRequest.read(in, out);
        }
    }

    private void answer(HttpRequest request, OutputStream out) throws IOException {
        Weather now = weather.get();
        if (now instanceof Weather.Refusing) {
            HttpRequest.answer(out, 503, "Service Unavailable", "{\"error\":\"told to refuse\"}");
            return;
        }
        if (now instanceof Weather.Delayed delayed) {
            SlowStream.nap(delayed.by().toMillis());
        }
        while (weather.get() instanceof Weather.Silent) {
            SlowStream.nap(20);
        }
        if (!request.method().equals("POST") && !request.method().equals("PUT")) {
            HttpRequest.answer(out, 405, "Method Not Allowed", "{\"error\":\"POST records here\"}");
            return;
        }
        Optional<List<String>> lines = lines(request);
        if (lines.isEmpty()) {
            HttpRequest.answer(out, 400, "Bad Request", "{\"error\":\"the body does not unpack\"}");
            return;
        }
        arrivals.take(lines.get());
        if (now instanceof Weather.LosingAnswers) {
            throw new IOException("told to lose the answer");
        }
        HttpRequest.answer(out, 200, "OK", "{\"taken\":" + lines.get().size() + "}");
    }

    private static Optional<List<String>> lines(HttpRequest request) {
        InputStream body = new ByteArrayInputStream(request.body().array());
        try (InputStream plain = switch (request.headers().getOrDefault("content-encoding", "identity")) {
            case "gzip" -> new GZIPInputStream(body);
            case "zstd" -> new ZstdInputStream(body);
            default -> body;
        }) {
            return Optional.of(new String(plain.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
