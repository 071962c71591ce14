package io.weir.sim.cloud;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** The cloud's own steering wheel: {@code GET /counts}, and {@code POST /weather} with a word such as {@code cut}. */
final class ControlDialogue implements Listener.Dialogue {
    private final Cloud cloud;
    private final ObjectMapper mapper = new ObjectMapper();

    ControlDialogue(Cloud cloud) {
        this.cloud = cloud;
    }

    @Override
    public void talk(InputStream raw, OutputStream out) throws IOException {
        InputStream in = new BufferedInputStream(raw);
        Optional<HttpRequest> request = HttpRequest.read(in, out);
        while (request.isPresent()) {
            answer(request.get(), out);
            request = HttpRequest.read(in, out);
        }
    }

    private void answer(HttpRequest request, OutputStream out) throws IOException {
        switch (request.method() + " " + request.path()) {
            case "GET /counts" -> HttpRequest.answer(out, 200, "OK", cloud.countsAsJson());
            case "POST /weather" -> {
                try {
                    cloud.weather(Weather.parse(
                            StandardCharsets.UTF_8.decode(request.body()).toString()));
                    HttpRequest.answer(out, 200, "OK", "{}");
                } catch (IllegalArgumentException e) {
                    HttpRequest.answer(
                            out, 400, "Bad Request", mapper.writeValueAsString(Map.of("error", "" + e.getMessage())));
                }
            }
            default -> HttpRequest.answer(out, 404, "Not Found", "{\"known\":[\"GET /counts\",\"POST /weather\"]}");
        }
    }
}
