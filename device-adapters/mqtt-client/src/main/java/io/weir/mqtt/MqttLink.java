package io.weir.mqtt;

import io.weir.mqtt.LinkConfig.Version;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to an MQTT broker that stays up: it tries again, with growing pauses, until it is closed, and looks up
 * password, certificates and will anew each time.
 *
 * <p>Every method may be called by any thread; none but {@link #close} blocks. {@link Listener#up} and {@link
 * Listener#down} come on the link's own thread, {@link Listener#message} on Paho's: none may block for long, and none may
 * call {@link #close}. Nothing survives a crash here: what was not acknowledged the broker sends again, what was not
 * answered the caller publishes again.
 */
public final class MqttLink implements AutoCloseable {

    /** Hears of a link. */
    public interface Listener {

        /**
         * Connected; subscriptions follow. A message of a session that the broker had kept may come before this call
         * returns, even before it begins.
         */
        default void up(boolean sessionPresent) {}

        /** No longer connected, or still not: called once for each failed attempt too. */
        default void down(String reason) {}

        /** A message; only hand it over. Not acknowledging is how to slow the broker down. */
        default void message(Inbound message) {}
    }

    private static final Logger log = LoggerFactory.getLogger(MqttLink.class);

    private final LinkConfig config;
    private final Listener listener;
    private final Pauses pauses;
    private final VersionChoice version;
    private final Thread thread;
    private final Object lock = new Object();

    /** Guarded by the lock. */
    private boolean closed;

    private List<Subscription> subscriptions = List.of();
    private boolean subscribeNow;
    private String lost = "";

    /** Only the link's own thread counts them. */
    private long connections;

    private volatile @Nullable Wire wire;
    private volatile String trouble = "not connected yet";

    private MqttLink(LinkConfig config, Listener listener) {
        this.config = config;
        this.listener = listener;
        this.pauses = new Pauses(config.shortestPause(), config.longestPause(), config.random());
        this.version = new VersionChoice(config.version());
        this.thread = new Thread(this::run, "mqtt-link-" + config.name());
        thread.setDaemon(true);
    }

    /** Begins to connect; returns at once, also when nobody is there. */
    public static MqttLink open(LinkConfig config, Listener listener) {
        PahoLog.quiet();
        MqttLink link = new MqttLink(config, listener);
        link.thread.start();
        return link;
    }

    /**
     * From now on these filters are subscribed, now and whenever the broker has lost the session. A refused one shows in
     * {@link #trouble}. Filters of an earlier session that are not named any more stay subscribed at the broker until
     * that session ends.
     */
    public void subscribe(List<Subscription> wanted) {
        synchronized (lock) {
            subscriptions = List.copyOf(wanted);
            subscribeNow = true;
            lock.notifyAll();
        }
    }

    /**
     * Publishes. The future completes when the broker has answered (QoS 1 and 2) or the bytes were handed to the
     * connection (QoS 0). It fails with {@link LinkBusyException} when too many are unanswered, with {@link IOException}
     * when there is no connection, it was lost before the answer, or the broker refused; it may complete on Paho's thread.
     *
     * @param payload must not be changed any more
     */
    public CompletableFuture<Void> publish(String topic, byte[] payload, int qos, boolean retained) {
        Wire now = wire;
        if (now == null) {
            return CompletableFuture.failedFuture(new IOException("not connected to " + config.broker()));
        }
        return now.publish(topic, payload, qos, retained);
    }

    public boolean isUp() {
        return wire != null;
    }

    /** What is wrong now, for people; empty when all is well. */
    public Optional<String> trouble() {
        String now = trouble;
        return now.isEmpty() ? Optional.empty() : Optional.of(now);
    }

    /** Gives up this connection and makes a new one after the usual pause: the broker then repeats what is unacknowledged. */
    public void cycle(String reason) {
        lost(reason);
    }

    /** Says goodbye (no will is published), ends, and waits for its threads, some seconds at most. Idempotent. */
    @Override
    public void close() {
        synchronized (lock) {
            if (!closed) {
                closed = true;
                // Under the lock and once: an interrupt that came while the goodbye is on its way would cut it off.
                thread.interrupt();
            }
        }
        try {
            thread.join(Duration.ofSeconds(10).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!isClosed()) {
                attempt();
                pause();
            }
        } catch (InterruptedException closing) {
            log.debug("MQTT link {} ends", config.name());
        }
    }

    private void attempt() throws InterruptedException {
        synchronized (lock) {
            lost = "";
        }
        Wire fresh;
        try {
            fresh = newWire();
        } catch (IOException e) {
            down("cannot connect to " + config.broker() + ": " + e.getMessage());
            return;
        }
        boolean leaving = false;
        try {
            boolean sessionPresent = fresh.open(config.connectTimeout());
            up(fresh, sessionPresent);
            long since = System.nanoTime();
            stayUp(fresh, !sessionPresent);
            // One that is cut off right away each time is not to be tried every second.
            if (System.nanoTime() - since > config.longestPause().toNanos()) {
                pauses.reset();
            }
            leaving = isClosed();
        } catch (InterruptedException e) {
            leaving = true;
            throw e;
        } catch (ConnectRefusedException e) {
            version.refused(e.verdict());
            down(e.getMessage() == null ? "refused" : e.getMessage());
        } catch (IOException e) {
            down(String.valueOf(e.getMessage()));
        } finally {
            wire = null;
            Wire.end(fresh, leaving);
        }
    }

    private Wire newWire() throws IOException {
        long number = ++connections;
        Wire.Events events = new Wire.Events() {
            @Override
            public long connection() {
                return number;
            }

            @Override
            public void arrived(Inbound message) {
                listener.message(message);
            }

            @Override
            public void lost(String reason) {
                MqttLink.this.lost(reason);
            }
        };
        return version.now() == Version.V3_1_1 ? new Paho3(config, events) : new Paho5(config, events);
    }

    private void up(Wire fresh, boolean sessionPresent) {
        version.accepted();
        wire = fresh;
        trouble = "";
        log.info("Connected to {} as {} session-present={}", config.broker(), config.clientId(), sessionPresent);
        listener.up(sessionPresent);
    }

    /** Returns when the connection is lost or the link is closed. */
    private void stayUp(Wire fresh, boolean sessionIsNew) throws IOException, InterruptedException {
        boolean subscribe = sessionIsNew;
        String loss;
        while (true) {
            List<Subscription> wanted;
            synchronized (lock) {
                while (!closed && lost.isEmpty() && !subscribe && !subscribeNow) {
                    lock.wait();
                }
                if (closed) {
                    return;
                }
                loss = lost;
                if (!loss.isEmpty()) {
                    break;
                }
                wanted = subscriptions;
                subscribeNow = false;
            }
            subscribe = false;
            subscribe(fresh, wanted);
        }
        down(config.broker() + " " + loss);
    }

    private void subscribe(Wire fresh, List<Subscription> wanted) throws IOException {
        if (wanted.isEmpty()) {
            return;
        }
        try {
            List<String> refused = fresh.subscribe(wanted, config.connectTimeout());
            trouble = refused.isEmpty() ? "" : config.broker() + " refused to subscribe " + refused;
            if (!refused.isEmpty()) {
                log.warn("Broker {} refused to subscribe {}", config.broker(), refused);
            }
        } catch (IOException e) {
            synchronized (lock) {
                subscribeNow = true;
            }
            throw e;
        }
    }

    private void lost(String reason) {
        synchronized (lock) {
            lost = reason.isEmpty() ? "ended the connection" : reason;
            lock.notifyAll();
        }
    }

    private void down(String reason) {
        if (isClosed()) {
            wire = null;
            return;
        }
        boolean news = !reason.equals(trouble);
        // In this order: whoever sees that it is down finds the reason too.
        trouble = reason;
        wire = null;
        if (news) {
            log.warn("MQTT link {} is down, will try again: {}", config.name(), reason);
        }
        listener.down(reason);
    }

    private boolean isClosed() {
        synchronized (lock) {
            return closed;
        }
    }

    private void pause() throws InterruptedException {
        long until = System.nanoTime() + pauses.next().toNanos();
        synchronized (lock) {
            while (!closed) {
                long leftMillis = (until - System.nanoTime()) / 1_000_000;
                if (leftMillis <= 0) {
                    return;
                }
                lock.wait(leftMillis);
            }
        }
    }
}
