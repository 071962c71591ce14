package io.weir.device.mqtt;

import io.weir.device.Ack;
import io.weir.device.Adapter;
import io.weir.device.AdapterContext;
import io.weir.device.Arrival;
import io.weir.device.Arrival.Content;
import io.weir.device.Delivery;
import io.weir.device.config.Secret;
import io.weir.device.config.Settings;
import io.weir.mqtt.Inbound;
import io.weir.mqtt.LinkConfig;
import io.weir.mqtt.LinkConfig.Version;
import io.weir.mqtt.MqttLink;
import io.weir.mqtt.Subscription;
import io.weir.mqtt.Tls;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes messages from a broker that is already there. They are acknowledged to it only after {@link Ack#committed}, by a
 * session that the broker keeps for a week; while the intake is full nothing is acknowledged, and the broker stops sending
 * at the receive maximum. A 3.1.1 broker that sends more is cut off and repeats it later.
 * A retained message is a message like any other; it comes once for each new session. Messages come on Paho's thread,
 * room on the core's: the short queue between them has a lock, under which nothing waits.
 */
final class BrokerSubscription implements Adapter, MqttLink.Listener {

    /** How it is set up. */
    record Config(
            URI broker,
            String clientId,
            Optional<String> version,
            Optional<String> username,
            Optional<Secret> password,
            Optional<Settings> tls,
            int receiveMaximum,
            int packetBytes,
            List<Subscription> subscriptions,
            List<Routes.Rule> rules) {}

    private static final Logger log = LoggerFactory.getLogger(BrokerSubscription.class);
    private static final Duration SESSION = Duration.ofDays(7);

    /** No fingerprint is negative; sessions count down from here. */
    private static final long FIRST_SESSION_KEY = -1;

    private final Config config;
    private final AdapterContext context;
    private final Object lock = new Object();

    /**
     * What waits for room, by fingerprint: a repeat takes the place of its first copy, with the newer acknowledgement. Guarded
     * by the lock, as the routes' memory and the checksum are.
     */
    private final Map<Long, Arrival> waiting = new LinkedHashMap<>();

    private final Routes routes;
    private final Messages messages;
    private long sessionKey = FIRST_SESSION_KEY;

    /** The connection that brought the last message. */
    private long current;

    /** What this one or an older one still brings is not taken: the broker repeats it, from the first that was dropped on. */
    private long cutOff;

    private boolean closed;

    private final ExecutorService retries;
    private Optional<MqttLink> link = Optional.empty();

    BrokerSubscription(Config config, AdapterContext context) {
        this.config = config;
        this.context = context;
        this.routes = new Routes(config.rules());
        this.messages = new Messages(context.name());
        this.retries = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "mqtt-room-" + context.name());
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void start() {
        LinkConfig.Builder builder = LinkConfig.to(context.name(), config.broker(), config.clientId())
                .version(config.version()
                        .map(text -> text.equals("5") ? Version.BEST : Version.V3_1_1)
                        .orElse(Version.BEST))
                .sessionExpiry(SESSION)
                .receiveMaximum(config.receiveMaximum())
                .largestPacketBytes(config.packetBytes());
        config.username()
                .ifPresent(name -> builder.login(
                        name,
                        () -> config.password().isPresent()
                                ? config.password().get().text().getBytes(StandardCharsets.UTF_8)
                                : new byte[0]));
        config.tls().ifPresent(tls -> builder.tls(trust(tls)));
        synchronized (lock) {
            endOldSessions();
            link = Optional.of(MqttLink.open(builder.build(), this));
            link.get().subscribe(config.subscriptions());
        }
    }

    /** Those of earlier client ids. Holds the lock. */
    private void endOldSessions() {
        for (String peer : new TreeSet<>(context.sessions())) {
            if (!peer.equals(config.clientId())) {
                takeSession(peer, false);
            }
        }
    }

    /** Holds the lock. */
    private void takeSession(String peer, boolean begins) {
        take(sessionKey--, new Arrival.Session(context.name(), peer, begins, Ack.NONE));
    }

    private static LinkConfig.TlsSource trust(Settings tls) {
        if (tls.has("cert") && tls.has("ca")) {
            return Tls.identified(tls.secret("ca")::bytes, tls.secret("cert")::bytes, tls.secret("key")::bytes);
        }
        if (tls.has("cert")) {
            return Tls.identified(tls.secret("cert")::bytes, tls.secret("key")::bytes);
        }
        return tls.has("ca") ? Tls.trusting(tls.secret("ca")::bytes) : Tls.system();
    }

    /** A session that the broker has lost begins anew, before the first message of it. */
    @Override
    public void up(boolean sessionPresent) {
        synchronized (lock) {
            if (!sessionPresent) {
                takeSession(config.clientId(), true);
            }
        }
    }

    @Override
    public void message(Inbound message) {
        ByteBuffer payload = ByteBuffer.wrap(message.payload());
        synchronized (lock) {
            if (closed || message.connection() <= cutOff) {
                return;
            }
            current = message.connection();
            long fingerprint = messages.fingerprint(message.packetId(), message.topic(), payload.duplicate());
            Delivery delivery = message.qos() == 0
                    ? Messages.once()
                    : new Delivery.Repeatable(
                            config.clientId(), fingerprint, message.duplicate(), config.receiveMaximum());
            Content content =
                    routes.content(message.topic(), payload, context.clock().millis());
            Ack ack = message.qos() == 0 ? Ack.NONE : message.acknowledgement()::acknowledge;
            take(fingerprint, messages.arrival(content, delivery, message.payload().length, ack));
        }
    }

    /** Holds the lock. */
    private void take(long key, Arrival arrival) {
        if (waiting.isEmpty() && context.intake().offer(arrival)) {
            return;
        }
        if (arrival instanceof Arrival.Message && arrival.ack() == Ack.NONE) {
            context.intake().turnedAway(context.name());
        } else if (waiting.size() > config.receiveMaximum() && !waiting.containsKey(key)) {
            overflow();
        } else {
            waiting.put(key, arrival);
            if (waiting.size() == 1) {
                askForRoom();
            }
        }
    }

    private void askForRoom() {
        context.intake().whenRoom(() -> {
            try {
                retries.execute(this::room);
            } catch (RejectedExecutionException stopped) {
                log.debug("Room came after the subscription was closed");
            }
        });
    }

    private void overflow() {
        cutOff = current;
        log.warn(
                "Broker {} sends more than the gateway can take and more than receive-maximum; reconnecting so that it"
                        + " sends again later adapter={}",
                config.broker(),
                context.name());
        link.ifPresent(open -> open.cycle("was cut off, because it sent more than receive-maximum"));
    }

    private void room() {
        synchronized (lock) {
            Iterator<Arrival> oldestFirst = waiting.values().iterator();
            while (oldestFirst.hasNext()) {
                if (!context.intake().offer(oldestFirst.next())) {
                    askForRoom();
                    return;
                }
                oldestFirst.remove();
            }
        }
    }

    @Override
    public Map<String, String> listening() {
        return Map.of();
    }

    @Override
    public Status status() {
        Optional<MqttLink> now;
        synchronized (lock) {
            now = link;
        }
        boolean up = now.map(MqttLink::isUp).orElse(false);
        List<String> trouble = now.flatMap(MqttLink::trouble).map(List::of).orElse(List.of());
        return new Status(up, up ? 1 : 0, trouble);
    }

    @Override
    public void close() {
        Optional<MqttLink> open;
        synchronized (lock) {
            closed = true;
            waiting.clear();
            open = link;
            link = Optional.empty();
        }
        retries.shutdownNow();
        open.ifPresent(MqttLink::close);
    }
}
