package io.weir.device.mqtt;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PemKeyCertOptions;
import io.weir.device.Adapter;
import io.weir.device.AdapterContext;
import io.weir.device.config.Secret;
import java.io.IOException;
import java.net.BindException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The place where devices publish: MQTT 3.1.1 and 5, QoS 0 and 1, in clear or by TLS, on one event loop. A PUBACK leaves
 * only after {@link io.weir.device.Ack#committed}; sockets are not read while the intake is full. Started and closed by one
 * thread; what it owns is the event loop's. After a crash the durable sessions are those of {@link
 * AdapterContext#sessions}.
 */
final class Endpoint implements Adapter {

    /**
     * How an endpoint is set up.
     *
     * @param section where its settings stand, for messages
     * @param users nothing lets everybody in
     */
    record Config(
            String section,
            Optional<HostPort> listen,
            Optional<Tls> tls,
            Optional<Secret> users,
            List<Routes.Rule> rules,
            Limits limits) {}

    /** The encrypted listener. */
    record Tls(HostPort listen, Secret certificate, Secret key) {}

    private static final Logger log = LoggerFactory.getLogger(Endpoint.class);
    private static final long PATIENCE_SECONDS = 10;

    private final Config config;
    private final AdapterContext context;
    private final Troubles troubles;
    private final Map<String, String> listening = new TreeMap<>();
    private final AtomicBoolean open = new AtomicBoolean();
    private Optional<Vertx> vertx = Optional.empty();
    private Optional<Logins> logins = Optional.empty();
    private Optional<Admission> admission = Optional.empty();
    private Optional<EventLoop> loop = Optional.empty();

    Endpoint(Config config, AdapterContext context) {
        this.config = config;
        this.context = context;
        this.troubles = new Troubles(context.name(), context.clock());
    }

    @Override
    public void start() throws IOException {
        Vertx own = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setUseDaemonThread(true)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        vertx = Optional.of(own);
        open.set(true);
        try {
            EventLoop eventLoop = ((ContextInternal) own.getOrCreateContext()).nettyEventLoop();
            loop = Optional.of(eventLoop);
            admission = Optional.of(admission(eventLoop));
            if (config.listen().isPresent()) {
                listen(own, "", config.listen().get(), new NetServerOptions());
            }
            if (config.tls().isPresent()) {
                listen(
                        own,
                        "tls",
                        config.tls().get().listen(),
                        encrypted(config.tls().get()));
            }
        } catch (IOException e) {
            close();
            throw e;
        }
        log.info("MQTT endpoint {} listens on {}", context.name(), listening.values());
    }

    private Admission admission(EventLoop eventLoop) throws IOException {
        if (config.users().isPresent()) {
            logins = Optional.of(new Logins(config.users().get(), troubles, context.clock(), eventLoop));
        }
        Publisher.Shared shared = new Publisher.Shared(
                new Door(context.intake(), eventLoop),
                new AckLane(eventLoop),
                new Routes(config.rules()),
                new Messages(context.name()),
                context.clock(),
                config.limits());
        return new Admission(context.name(), shared, troubles, logins, eventLoop, context.sessions());
    }

    private static NetServerOptions encrypted(Tls tls) throws IOException {
        return new NetServerOptions()
                .setSsl(true)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addCertValue(Buffer.buffer(tls.certificate().bytes()))
                        .addKeyValue(Buffer.buffer(tls.key().bytes())));
    }

    private void listen(Vertx own, String kind, HostPort where, NetServerOptions options) throws IOException {
        NetServer server = own.createNetServer(options.setTcpNoDelay(true).setTcpKeepAlive(true));
        server.connectHandler(this::connected);
        try {
            await(server.listen(where.port(), where.host()));
        } catch (ExecutionException e) {
            throw cannotListen(kind, where, e.getCause() == null ? e : e.getCause());
        }
        listening.put(kind, new HostPort(where.host(), server.actualPort()).toString());
    }

    private IOException cannotListen(String kind, HostPort where, Throwable cause) {
        String key = config.section() + (kind.isEmpty() ? ".listen" : "." + kind + ".listen");
        String advice = cause instanceof BindException
                ? "; another program may have this port: stop it, or choose another port"
                : "";
        return new IOException(key + ": cannot listen on " + where + ": " + cause.getMessage() + advice, cause);
    }

    /** A socket has opened, encrypted already if it shall be. */
    private void connected(NetSocket accepted) {
        NetSocketInternal socket = (NetSocketInternal) accepted;
        ChannelHandlerContext tail = socket.channelHandlerContext();
        Connection connection = admission.orElseThrow().open(tail);
        tail.pipeline()
                .addBefore("handler", "gate", connection.gate())
                .addBefore("handler", "decoder", new MqttDecoder(config.limits().packetBytes(), Integer.MAX_VALUE))
                .addBefore("handler", "encoder", MqttEncoder.INSTANCE);
        socket.messageHandler(connection::onPacket);
        socket.closeHandler(closed -> connection.onClosed());
        socket.exceptionHandler(
                trouble -> log.debug("Client {} broke off: {}", connection.name(), trouble.getMessage()));
    }

    @Override
    public Map<String, String> listening() {
        return Map.copyOf(listening);
    }

    @Override
    public Status status() {
        return new Status(open.get(), admission.map(Admission::connected).orElse(0), troubles.recent());
    }

    @Override
    public void close() {
        if (!open.getAndSet(false)) {
            return;
        }
        goodbye();
        logins.ifPresent(Logins::close);
        vertx.ifPresent(own -> {
            try {
                await(own.close());
            } catch (ExecutionException | IOException e) {
                log.warn("MQTT endpoint {} did not close in order: {}", context.name(), e.getMessage());
            }
        });
    }

    /** Every client hears that the gateway stops, and is gone when this returns. */
    private void goodbye() {
        if (admission.isEmpty() || loop.isEmpty()) {
            return;
        }
        CountDownLatch said = new CountDownLatch(1);
        loop.get().execute(() -> {
            admission.get().close();
            said.countDown();
        });
        try {
            if (!said.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                log.warn("MQTT endpoint {} is too busy to say goodbye", context.name());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(Future<?> future) throws ExecutionException, IOException {
        try {
            future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (TimeoutException e) {
            throw new IOException("no answer within " + PATIENCE_SECONDS + " s", e);
        }
    }
}
