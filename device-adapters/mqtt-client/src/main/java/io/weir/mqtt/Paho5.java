package io.weir.mqtt;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.TimerPingSender;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.MqttReturnCode;

/**
 * A connection by MQTT 5. No topic aliases and no subscription identifiers: Paho 1.2.5 repeats a publish with a stale alias
 * for ever, and fails on identifiers.
 */
final class Paho5 implements Wire, MqttCallback {

    /** How long to wait for our goodbye to leave. */
    private static final Duration GOODBYE = Duration.ofSeconds(2);

    private final LinkConfig config;
    private final Events events;
    private final Tap tap;
    private final Outstanding outstanding;
    private final ScheduledThreadPoolExecutor threads;
    private final MqttAsyncClient client;
    private volatile boolean alive = true;

    Paho5(LinkConfig config, Events events) throws IOException {
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
                    new TimerPingSender(threads),
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

    private MqttConnectionOptions options() throws IOException {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setAutomaticReconnect(false);
        options.setCleanStart(config.cleanStart());
        options.setSessionExpiryInterval(
                config.cleanStart() ? 0L : config.sessionExpiry().toSeconds());
        options.setMaximumPacketSize((long) config.largestPacketBytes());
        options.setReceiveMaximum(config.receiveMaximum());
        options.setKeepAliveInterval((int) config.keepAlive().toSeconds());
        options.setConnectionTimeout((int) Math.max(1, config.connectTimeout().toSeconds()));
        options.setUseSubscriptionIdentifiers(false);
        options.setTopicAliasMaximum(0);
        options.setSocketFactory(tap);
        if (config.login().isPresent()) {
            options.setUserName(config.login().get().username());
            options.setPassword(config.login().get().password().read());
        }
        Optional<Will> will = config.will().get();
        if (will.isPresent()) {
            MqttMessage message = new MqttMessage(will.get().payload());
            message.setQos(will.get().qos());
            message.setRetained(will.get().retained());
            options.setWill(will.get().topic(), message);
        }
        return options;
    }

    private ConnectRefusedException refused(MqttException e) {
        String where = config.broker() + " ";
        if (e.getReasonCode() == MqttClientException.REASON_CODE_CLIENT_TIMEOUT) {
            return new ConnectRefusedException(
                    ConnectRefusedException.Verdict.OTHER,
                    where + "did not accept the connection within " + Refusals.span(config.connectTimeout()),
                    e);
        }
        if (e.getReasonCode() == MqttReturnCode.RETURN_CODE_UNSUPPORTED_PROTOCOL_VERSION || speaksOnlyOld(e)) {
            return new ConnectRefusedException(
                    ConnectRefusedException.Verdict.WRONG_VERSION, where + "does not speak MQTT 5", e);
        }
        return Refusals.of(where, e.getReasonCode(), e, Refusals.V5);
    }

    /** A CONNACK of the old form breaks Paho's parser: too short, or with the old code 1, which is none of MQTT 5. */
    private static boolean speaksOnlyOld(MqttException e) {
        return e.getReasonCode() == MqttClientException.REASON_CODE_INVALID_PROTOCOL_VERSION
                || e.getReasonCode() == MqttException.REASON_CODE_MALFORMED_PACKET
                || e.getReasonCode() == MqttException.REASON_CODE_INVALID_RETURN_CODE
                || e.getCause() instanceof MqttException inner && speaksOnlyOld(inner)
                || e.getReasonCode() == MqttException.REASON_CODE_CLIENT_EXCEPTION
                        && e.getCause() instanceof EOFException;
    }

    @Override
    public List<String> subscribe(List<Subscription> subscriptions, Duration timeout) throws IOException {
        MqttSubscription[] wanted = new MqttSubscription[subscriptions.size()];
        for (int i = 0; i < wanted.length; i++) {
            wanted[i] = new MqttSubscription(
                    subscriptions.get(i).filter(), subscriptions.get(i).qos());
            // Retained messages only when the subscription is new, not at each reconnect.
            wanted[i].setRetainHandling(1);
        }
        try {
            IMqttToken token = client.subscribe(wanted, wanted, new Ignored(), new MqttProperties());
            token.waitForCompletion(timeout.toMillis());
            return refusedFilters(subscriptions, token.getReasonCodes());
        } catch (MqttException e) {
            throw new IOException("subscribing failed: " + e.getMessage(), e);
        }
    }

    private static List<String> refusedFilters(List<Subscription> subscriptions, int[] codes) {
        List<String> refused = new ArrayList<>();
        for (int i = 0; i < codes.length && i < subscriptions.size(); i++) {
            if (codes[i] >= 0x80) {
                refused.add(subscriptions.get(i).filter() + " (" + Refusals.V5.apply(codes[i]) + ")");
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
                throw e.getReasonCode() == MqttClientException.REASON_CODE_MAX_INFLIGHT
                        ? new LinkBusyException("the broker takes no more publishes for now")
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
                id > 0 && tap.wasDuplicate(id),
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
    public void disconnected(MqttDisconnectResponse response) {
        if (alive) {
            events.lost(
                    response.getException() != null
                            ? Refusals.words(response.getException())
                            : "the broker said goodbye: " + Refusals.V5.apply(response.getReturnCode()));
        }
    }

    @Override
    public void mqttErrorOccurred(MqttException trouble) {
        if (alive) {
            events.lost("broken by " + trouble.getMessage());
        }
    }

    @Override
    public void deliveryComplete(IMqttToken token) {
        // Every publish has its own listener.
    }

    @Override
    public void connectComplete(boolean reconnect, String server) {
        // The link's thread waits for the token instead: it must not be kept waiting in here.
    }

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {
        // Never asked for.
    }

    @Override
    public void leave() {
        CompletableFuture<Void> goodbye = new CompletableFuture<>();
        try {
            client.disconnect(
                    0, goodbye, new Answering(goodbye), MqttReturnCode.RETURN_CODE_SUCCESS, new MqttProperties());
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
            end(threads);
            outstanding.end();
        }
    }

    static void end(ScheduledThreadPoolExecutor threads) {
        threads.shutdown();
        boolean interrupted = false;
        try {
            threads.awaitTermination(GOODBYE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        threads.shutdownNow();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private record Answering(CompletableFuture<Void> answer) implements MqttActionListener {
        @Override
        public void onSuccess(IMqttToken token) {
            int[] codes = token.getReasonCodes();
            if (codes != null && codes.length > 0 && codes[0] >= 0x80) {
                answer.completeExceptionally(
                        new IOException("the broker refused the publish: " + Refusals.V5.apply(codes[0])));
            } else {
                answer.complete(null);
            }
        }

        @Override
        public void onFailure(IMqttToken token, Throwable trouble) {
            answer.completeExceptionally(new IOException("publishing failed: " + trouble.getMessage(), trouble));
        }
    }

    private static final class Ignored implements MqttActionListener {
        @Override
        public void onSuccess(IMqttToken token) {
            // The link's thread waits for the token.
        }

        @Override
        public void onFailure(IMqttToken token, Throwable trouble) {
            // The link's thread waits for the token.
        }
    }
}
