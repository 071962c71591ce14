package io.weir.uplink.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Stands before kinesalite, which never fails, and fails in its place: some records of a request, all of them, before or
 * after they were taken, with an answer that is cut off or none at all. Our own double of the service's bad days.
 */
final class FaultProxy implements AutoCloseable {

    enum Fault {
        NONE,
        SOME_RECORDS,
        THROTTLED,
        INTERNAL_BEFORE,
        INTERNAL_AFTER,
        CUT_OFF_AFTER,
        DROPPED_BEFORE,
        DROPPED_AFTER
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONTENT_TYPE = "application/x-amz-json-1.1";

    private final HttpServer server;
    private final URI service;
    private final HttpClient client = HttpClient.newHttpClient();
    private final SplittableRandom random;
    private final Map<Fault, Integer> happened = new EnumMap<>(Fault.class);

    /** Each fault comes once first, however few requests there are; then they come at random. */
    private final Deque<Fault> first = new ArrayDeque<>(EnumSet.complementOf(EnumSet.of(Fault.NONE)));

    private FaultProxy(HttpServer server, URI service, long seed) {
        this.server = server;
        this.service = service;
        this.random = new SplittableRandom(seed);
    }

    static FaultProxy start(URI service, long seed) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        FaultProxy proxy = new FaultProxy(server, service, seed);
        server.createContext("/", proxy::handle);
        server.start();
        return proxy;
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    Map<Fault, Integer> happened() {
        return happened;
    }

    /** The server's one thread. */
    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        Fault fault = first.isEmpty() ? any() : first.remove();
        happened.merge(fault, 1, Integer::sum);
        try (exchange) {
            switch (fault) {
                case NONE -> pass(exchange, body);
                case SOME_RECORDS -> failSome(exchange, body);
                case THROTTLED -> answer(exchange, 400, error("ProvisionedThroughputExceededException"));
                case INTERNAL_BEFORE -> answer(exchange, 500, error("InternalFailure"));
                case INTERNAL_AFTER -> {
                    forward(exchange, body);
                    answer(exchange, 500, error("InternalFailure"));
                }
                case CUT_OFF_AFTER -> {
                    byte[] whole = forward(exchange, body).body();
                    exchange.sendResponseHeaders(200, whole.length);
                    exchange.getResponseBody().write(whole, 0, whole.length / 2);
                }
                case DROPPED_BEFORE -> {}
                case DROPPED_AFTER -> forward(exchange, body);
            }
        }
    }

    private Fault any() {
        return random.nextInt(100) < 40 ? Fault.NONE : Fault.values()[random.nextInt(Fault.values().length)];
    }

    private void pass(HttpExchange exchange, byte[] body) throws IOException {
        HttpResponse<byte[]> answer = forward(exchange, body);
        answer(exchange, answer.statusCode(), answer.body());
    }

    /** Takes records at random, also a later one of a key whose earlier one it does not take, as the real service may. */
    private void failSome(HttpExchange exchange, byte[] body) throws IOException {
        ObjectNode request = (ObjectNode) JSON.readTree(body);
        JsonNode records = request.get("Records");
        ArrayNode taken = JSON.createArrayNode();
        boolean[] isTaken = new boolean[records.size()];
        for (int i = 0; i < isTaken.length; i++) {
            isTaken[i] = random.nextInt(3) > 0;
            if (isTaken[i]) {
                taken.add(records.get(i));
            }
        }
        if (taken.isEmpty()) {
            answer(exchange, 400, error("ProvisionedThroughputExceededException"));
            return;
        }
        request.set("Records", taken);
        JsonNode answered = JSON.readTree(
                        forward(exchange, JSON.writeValueAsBytes(request)).body())
                .get("Records");
        ArrayNode results = JSON.createArrayNode();
        int next = 0;
        for (boolean accepted : isTaken) {
            results.add(accepted ? answered.get(next++) : failure());
        }
        ObjectNode answer = JSON.createObjectNode();
        answer.put("FailedRecordCount", isTaken.length - next);
        answer.set("Records", results);
        answer(exchange, 200, JSON.writeValueAsBytes(answer));
    }

    private static ObjectNode failure() {
        return JSON.createObjectNode()
                .put("ErrorCode", "ProvisionedThroughputExceededException")
                .put("ErrorMessage", "Rate exceeded");
    }

    private static byte[] error(String type) throws IOException {
        return JSON.writeValueAsBytes(
                JSON.createObjectNode().put("__type", type).put("message", "injected"));
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", CONTENT_TYPE);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    private HttpResponse<byte[]> forward(HttpExchange exchange, byte[] body) throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(service).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        for (String name : new String[] {"Authorization", "X-Amz-Date", "X-Amz-Target", "Content-Type"}) {
            request.header(name, exchange.getRequestHeaders().getFirst(name));
        }
        try {
            return client.send(request.build(), BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the proxy is being closed", e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
