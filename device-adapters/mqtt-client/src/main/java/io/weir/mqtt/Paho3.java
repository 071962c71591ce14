package io.weir.mqtt;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.eclipse.paho.client.mqttv3.IMqttActionListener;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.ScheduledExecutorPingSender;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** A connection by MQTT 3.1.1, for brokers that know no 5. */
final class Paho3 implements Wire, MqttCallback {

    /** How long to wait for our goodbye to leave. */
    private static final Duration GOODBYE = Duration.ofSeconds(2);

    private final LinkConfig config;
    private final Events events;
    private final Tap tap;
    private final Outstanding outstanding;
    private final ScheduledThreadPoolExecutor threads;
    private final MqttAsyncClient client;
    private volatile boolean alive = true;

    Paho3(LinkConfig config, Events events) throws IOException {
        this.config = config;
        this.events = events;
        this.tap = Tap.of(config);
        this.outstanding = new Outstanding(config.maxInFlight());
        this.threads = Outstanding.threads(config.name());
        try {
            client = new MqttAsyncClient(
                    config.serverUri(),
                    config.clientId(),
                    new MemoryPersistence(),
                    new ScheduledExecutorPingSender(threads),
                    threads);
        } catch (MqttException e) {
            threads.shutdownNow();
            throw new IOException("no client for " + config.broker() + " can be made: " + e.getMessage(), e);
        }
        client.setManualAcks(true);
        client.setCallback(this);
    }

    @Override
    public boolean open(Duration timeout) throws IOException {
        try {
            IMqttToken token = client.connect(options());
            token.waitForCompletion(timeout.toMillis());
            return token.getSessionPresent();
        } catch (MqttException e) {
            throw refused(e);
        }
    }

    private MqttConnectOptions options() throws IOException {
        MqttConnectOptions options = new MqttConnectOptions();
        options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
        options.setAutomaticReconnect(false);
        options.setCleanSession(config.cleanStart());
        options.setMaxInflight(config.maxInFlight());
        options.setKeepAliveInterval((int) config.keepAlive().toSeconds());
        options.setConnectionTimeout((int) Math.max(1, config.connectTimeout().toSeconds()));
        options.setExecutorServiceTimeout(1);
        options.setSocketFactory(tap);
        if (config.login().isPresent()) {
            options.setUserName(config.login().get().username());
            CharBuffer password = StandardCharsets.UTF_8.decode(
                    ByteBuffer.wrap(config.login().get().password().read()));
            char[] characters = new char[password.remaining()];
            password.get(characters);
            options.setPassword(characters);
        }
        Optional<Will> will = config.will().get();
        if (will.isPresent()) {
            options.setWill(
                    will.get().topic(),
                    will.get().payload(),
                    will.get().qos(),
                    will.get().retained());
        }
        return options;
    }

    private ConnectRefusedException refused(MqttException e) {
        String where = config.broker() + " ";
        if (e.getReasonCode() == MqttException.REASON_CODE_CLIENT_TIMEOUT) {
            return new ConnectRefusedException(
                    ConnectRefusedException.Verdict.OTHER,
                    where + "did not accept the connection within " + Refusals.span(config.connectTimeout()),
                    e);
        }
        if (e.getReasonCode() == MqttException.REASON_CODE_INVALID_PROTOCOL_VERSION) {
            return new ConnectRefusedException(
                    ConnectRefusedException.Verdict.WRONG_VERSION, where + "does not speak MQTT 3.1.1", e);
        }
        return Refusals.of(where, e.getReasonCode(), e, Refusals.V3);
    }

    @Override
    public List<String> subscribe(List<Subscription> subscriptions, Duration timeout) throws IOException {
        String[] filters = new String[subscriptions.size()];
        int[] qualities = new int[filters.length];
        for (int i = 0; i < filters.length; i++) {
            filters[i] = subscriptions.get(i).filter();
            qualities[i] = subscriptions.get(i).qos();
        }
        try {
            IMqttToken token = client.subscribe(filters, qualities);
            token.waitForCompletion(timeout.toMillis());
            return refusedFilters(filters, token.getGrantedQos());
        } catch (MqttException e) {
            throw new IOException("subscribing failed: " + e.getMessage(), e);
        }
    }

    private static List<String> refusedFilters(String[] filters, int[] granted) {
        List<String> refused = new ArrayList<>();
        for (int i = 0; i < granted.length && i < filters.length; i++) {
            if (granted[i] >= 0x80) {
                refused.add(filters[i]);
            }
        }
        return refused;
    }

    @Override
    public CompletableFuture<Void> publish(String topic, byte[] payload, int qos, boolean retained) {
        return outstanding.begin(answer -> {
            try {
                client.publish(topic, payload, qos, retained, answer, new Answering(answer));
            } catch (MqttException e) {
                throw e.getReasonCode() == MqttException.REASON_CODE_MAX_INFLIGHT
                        ? new LinkBusyException("Paho takes no more publishes for now")
                        : new IOException("publishing failed: " + e.getMessage(), e);
            }
        });
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
        int id = message.getQos() == 0 ? 0 : message.getId();
        events.arrived(new Inbound(
                topic,
                message.getPayload(),
                message.getQos(),
                message.isRetained(),
                message.isDuplicate(),
                id,
                events.connection(),
                () -> acknowledge(id)));
    }

    private void acknowledge(int id) {
        if (!alive || id == 0) {
            return;
        }
        try {
            client.messageArrivedComplete(id, 1);
        } catch (MqttException e) {
            events.lost("acknowledging failed: " + e.getMessage());
        }
    }

    @Override
    public void connectionLost(Throwable cause) {
        if (alive) {
            events.lost(Refusals.words(cause));
        }
    }

    @Override
    public void deliveryComplete(IMqttDeliveryToken token) {
        // Every publish has its own listener.
    }

    @Override
    public void leave() {
        CompletableFuture<Void> goodbye = new CompletableFuture<>();
        try {
            client.disconnect(0, goodbye, new Answering(goodbye));
            if (!Outstanding.isOver(goodbye, GOODBYE)) {
                // It waits behind what the broker does not take. Paho must be through with it before it is dropped.
                outstanding.end();
                tap.cutGoodbye();
                Outstanding.isOver(goodbye, GOODBYE);
            }
        } catch (MqttException e) {
            // It was down already.
        }
        drop();
    }

    @Override
    public void drop() {
        alive = false;
        tap.cut();
        try {
            client.disconnectForcibly(0, 0, false);
            client.close(true);
        } catch (MqttException e) {
            // It was down already.
        } finally {
            Paho5.end(threads);
            outstanding.end();
        }
    }

    private record Answering(CompletableFuture<Void> answer) implements IMqttActionListener {
        @Override
        public void onSuccess(IMqttToken token) {
            answer.complete(null);
        }

        @Override
        public void onFailure(IMqttToken token, Throwable trouble) {
            answer.completeExceptionally(new IOException("publishing failed: " + trouble.getMessage(), trouble));
        }
    }
}
