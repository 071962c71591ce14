package io.weir.gateway.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway's HTTP: the page at {@code /}, {@code /health/live}, {@code /health/ready}, {@code /metrics} and
 * {@code /api/v1/…}. Everything is read-only. Started and closed by the life-cycle thread.
 */
public final class WebServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);
    private static final int MAX_LIVE = 32;
    private static final long LIVE_PERIOD_MILLIS = 1_000;
    private static final Duration START_LIMIT = Duration.ofSeconds(20);
    private static final String POLICY =
            "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    private final GatewayView view;
    private final Door door;
    private final Metrics metrics;
    private final ObjectMapper json = new ObjectMapper();
    private final AtomicInteger live = new AtomicInteger();
    private final Vertx vertx;
    private String address = "";

    /** @param door decides who may read */
    public WebServer(GatewayView view, Door door, String version) {
        this.view = view;
        this.door = door;
        this.metrics = new Metrics(view, version);
        VertxOptions options =
                new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(2).setInternalBlockingPoolSize(2);
        options.getFileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false);
        this.vertx = Vertx.vertx(options);
    }

    /**
     * Listens.
     *
     * @param port 0 for any free one
     * @throws IOException when the address is taken or is none of this machine's
     */
    public void start(String host, int port) throws IOException {
        HttpServerOptions options =
                new HttpServerOptions().setMaxHeaderSize(16 << 10).setIdleTimeout(75);
        try {
            HttpServer server = vertx.createHttpServer(options)
                    .requestHandler(router())
                    .listen(port, host)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(START_LIMIT.toSeconds(), TimeUnit.SECONDS);
            address = host + ":" + server.actualPort();
        } catch (ExecutionException | TimeoutException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException(
                    "the dashboard cannot listen on " + host + ":" + port + ": " + cause.getMessage(), cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the dashboard started", e);
        }
    }

    /** {@code host:port} that was bound. */
    public String address() {
        return address;
    }

    private Router router() {
        Router router = Router.router(vertx);
        router.route().handler(this::guard);
        router.get("/").handler(context -> asset(context, "page.html", "text/html; charset=utf-8"));
        router.get("/page.css").handler(context -> asset(context, "page.css", "text/css; charset=utf-8"));
        router.get("/page.js").handler(context -> asset(context, "page.js", "text/javascript; charset=utf-8"));
        router.get("/health/live").handler(context -> health(context, view.dead()));
        router.get("/health/ready").handler(context -> health(context, view.dead() + view.unready()));
        router.get("/metrics")
                .handler(context -> context.response()
                        .putHeader("content-type", "text/plain; version=0.0.4; charset=utf-8")
                        .end(metrics.scrape()));
        router.get("/api/v1/status").handler(context -> answer(context, view.status()));
        router.get("/api/v1/ledger")
                .handler(context -> answer(context, view.ledger().asMap()));
        router.get("/api/v1/live").handler(this::live);
        router.errorHandler(404, context -> fail(context, 404, "nothing is here; the page is at /"));
        router.errorHandler(405, context -> fail(context, 405, "only GET is possible here"));
        return router;
    }

    private void guard(RoutingContext context) {
        context.response()
                .putHeader("content-security-policy", POLICY)
                .putHeader("x-content-type-options", "nosniff")
                .putHeader("referrer-policy", "no-referrer")
                .putHeader("cache-control", "no-store");
        String path = context.request().path();
        if (path.startsWith("/health/")) {
            context.next();
            return;
        }
        // HTTP/1 says it in the header Host, HTTP/2 in :authority.
        HostAndPort authority = context.request().authority();
        String host = authority == null ? null : authority.toString();
        switch (door.ask(host, context.request().getHeader("authorization"))) {
            case WELCOME -> context.next();
            case UNKNOWN -> {
                context.response().putHeader("www-authenticate", "Basic realm=\"weir\", charset=\"UTF-8\"");
                fail(context, 401, "a password is needed");
            }
            case WRONG_HOST -> fail(context, 403, "open this page by its loopback address");
        }
    }

    private void asset(RoutingContext context, String name, String type) {
        try (InputStream in = WebServer.class.getResourceAsStream(name)) {
            if (in == null) {
                fail(context, 404, name + " is not in this jar");
                return;
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            context.response().putHeader("content-type", type).end(text);
        } catch (IOException e) {
            fail(context, 500, name + " cannot be read");
        }
    }

    private void health(RoutingContext context, String trouble) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("status", trouble.isEmpty() ? "up" : "down");
        if (!trouble.isEmpty()) {
            body.put("reason", trouble);
        }
        context.response().setStatusCode(trouble.isEmpty() ? 200 : 503);
        answer(context, body);
    }

    /** Server-sent events: status and ledger once a second. */
    private void live(RoutingContext context) {
        if (live.incrementAndGet() > MAX_LIVE) {
            live.decrementAndGet();
            fail(context, 503, "at most " + MAX_LIVE + " pages can watch at once");
            return;
        }
        HttpServerResponse response = context.response().setChunked(true);
        response.putHeader("content-type", "text/event-stream");
        long timer = vertx.setPeriodic(0, LIVE_PERIOD_MILLIS, id -> {
            if (!response.writeQueueFull()) {
                response.write("data: "
                                + text(Map.of(
                                        "status",
                                        view.status(),
                                        "ledger",
                                        view.ledger().asMap())) + "\n\n")
                        .onFailure(gone -> LOG.debug("A page went away: {}", gone.getMessage()));
            }
        });
        response.closeHandler(gone -> {
            vertx.cancelTimer(timer);
            live.decrementAndGet();
        });
    }

    private void answer(RoutingContext context, Map<String, Object> body) {
        context.response().putHeader("content-type", "application/json").end(text(body));
    }

    private void fail(RoutingContext context, int status, String words) {
        context.response().setStatusCode(status);
        answer(context, Map.of("error", words));
    }

    private String text(Map<String, Object> body) {
        try {
            return json.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("status or ledger hold something that is no JSON", e);
        }
    }

    @Override
    public void close() {
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("The dashboard did not close cleanly: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        metrics.close();
    }
}
