package io.weir.gateway.remote;

import io.weir.gateway.config.GatewayConfig;
import io.weir.gateway.config.Json;
import io.weir.gateway.remote.Report.Running;
import io.weir.mqtt.Inbound;
import io.weir.mqtt.MqttLink;
import io.weir.mqtt.Subscription;
import io.weir.mqtt.Will;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway as a client of its control broker: says that it is there, takes desired documents, reports what became of them.
 * Has a thread of its own, on which {@link Switch} is called; every method here may be called by any thread. An absent broker
 * is no trouble: everything is said again at the next connection.
 */
public final class RemoteControl implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RemoteControl.class);
    private static final int QOS = 1;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration END = Duration.ofSeconds(10);

    private final String prefix;
    private final String version;
    private final Clock clock;
    private final ControlState state;
    private final Revisions revisions;
    private final Pace pace;
    private final Inbox inbox = new Inbox();
    private final Thread thread;
    private final MqttLink link;
    private volatile long session;

    private RemoteControl(Boot boot, GatewayConfig.Control control, Switch switcher, Clock clock, String version)
            throws IOException {
        GatewayConfig.Gateway gateway = boot.fromFile().gateway();
        this.prefix = "weir/1/" + gateway.id() + "/";
        this.version = version;
        this.clock = clock;
        this.state = new ControlState(gateway.dataDirectory());
        this.revisions = Revisions.resume(boot, state, switcher, clock);
        this.pace = new Pace(Duration.ofMillis(250));
        this.thread = new Thread(this::run, "remote-control");
        thread.setDaemon(true);
        this.link = MqttLink.open(ControlLink.config(control, this::will), new Ear());
        link.subscribe(List.of(new Subscription(prefix + "config/desired", QOS)));
        thread.start();
    }

    /**
     * Begins; returns at once, also when the broker is away. Nothing happens where the file has no {@code control} section.
     *
     * @param boot what runs now
     * @throws IOException when the data directory cannot be read or written
     */
    public static Optional<RemoteControl> start(Boot boot, Switch switcher, Clock clock, String version)
            throws IOException {
        Optional<GatewayConfig.Control> control = boot.fromFile().control();
        return control.isPresent()
                ? Optional.of(new RemoteControl(boot, control.get(), switcher, clock, version))
                : Optional.empty();
    }

    /** Called for each connection that is about to be made. */
    private Will will() {
        long next = session + 1;
        try {
            next = state.nextSession();
        } catch (IOException e) {
            log.warn("The session number of the control link cannot be stored: {}", e.getMessage());
        }
        session = next;
        return new Will(prefix + "status", utf8(Json.write(standing("lost"))), QOS, true);
    }

    /** Whether the broker can be reached now. */
    public boolean isUp() {
        return link.isUp();
    }

    /** What is wrong with the link now; empty when all is well. */
    public Optional<String> trouble() {
        return link.trouble();
    }

    /** The configuration that runs, as far as this room knows. */
    public GatewayConfig running() {
        return revisions.running().config();
    }

    /** The layer in it. */
    public Revision revision() {
        return revisions.running().revision();
    }

    private void run() {
        try {
            while (true) {
                next();
            }
        } catch (InterruptedException e) {
            log.debug("Remote control ends");
        }
    }

    private void next() throws InterruptedException {
        Inbox.Task task = inbox.take();
        try {
            if (task.document().isEmpty()) {
                publish("status", utf8(Json.write(online())));
                Optional<byte[]> report = revisions.lastReport();
                if (report.isPresent()) {
                    publish("config/reported", report.get());
                }
                return;
            }
            pace.await();
            byte[] newest = inbox.newer().orElse(task.document().get());
            publish("config/reported", revisions.take(newest));
            publish("status", utf8(Json.write(online())));
        } catch (IOException e) {
            log.error("Remote control cannot read what it has stored; it goes on: {}", e.getMessage());
        } catch (RuntimeException e) {
            // The supervisor of this part: one document must not end remote control, or nobody could send a better one.
            log.error("A desired document made remote control fail; it goes on", e);
        }
    }

    private Map<String, Object> standing(String word) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("state", word);
        tree.put("session", session);
        return tree;
    }

    private Map<String, Object> online() {
        Running now = revisions.running();
        Map<String, Object> tree = standing("online");
        tree.put("version", version);
        tree.put("config", now.toTree());
        tree.put("ts", clock.instant().toString());
        return tree;
    }

    // What cannot be published now is published at the next connection, which announces everything again.
    private void publish(String topic, byte[] payload) throws InterruptedException {
        try {
            link.publish(prefix + topic, payload, QOS, true).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            log.debug("{} will be said again at the next connection: {}", topic, e.getMessage());
        }
    }

    /** Says goodbye and ends. A switch that is going on is interrupted. Idempotent. */
    @Override
    public void close() {
        thread.interrupt();
        boolean interrupted = false;
        try {
            thread.join(END.toMillis());
            Map<String, Object> goodbye = standing("stopped");
            goodbye.put("ts", clock.instant().toString());
            publish("status", utf8(Json.write(goodbye)));
        } catch (InterruptedException e) {
            interrupted = true;
        }
        link.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Hears the link; hands over at once. */
    private final class Ear implements MqttLink.Listener {

        @Override
        public void up(boolean sessionPresent) {
            inbox.connected();
        }

        @Override
        public void message(Inbound message) {
            // Retained, so that it comes again with the next connection should we end before it is done.
            message.acknowledgement().acknowledge();
            if (message.payload().length > 0) {
                inbox.put(message.payload());
            }
        }
    }
}
