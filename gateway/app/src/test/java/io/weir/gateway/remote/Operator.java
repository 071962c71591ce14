package io.weir.gateway.remote;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.weir.mqtt.Inbound;
import io.weir.mqtt.LinkConfig;
import io.weir.mqtt.MqttLink;
import io.weir.mqtt.Subscription;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** The far end: publishes desired documents and remembers everything that the gateway says. */
final class Operator implements MqttLink.Listener, AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    final List<Inbound> heard = new CopyOnWriteArrayList<>();
    private final MqttLink link;

    Operator(String broker) {
        link = MqttLink.open(
                LinkConfig.to("operator", URI.create(broker), "operator-" + System.nanoTime())
                        .cleanStart(true)
                        .pauses(Duration.ofMillis(50), Duration.ofMillis(200))
                        .build(),
                this);
        link.subscribe(List.of(new Subscription("weir/1/pump-house-3/#", 1)));
        await().atMost(PATIENCE).until(link::isUp);
    }

    @Override
    public void message(Inbound message) {
        heard.add(message);
        message.acknowledgement().acknowledge();
    }

    void desire(String document, boolean retained) {
        link.publish("weir/1/pump-house-3/config/desired", document.getBytes(StandardCharsets.UTF_8), 1, retained)
                .join();
    }

    /** The first report, heard now or later, that fits. */
    JsonNode report(Predicate<JsonNode> fits) {
        return await().atMost(PATIENCE).until(() -> find("config/reported", fits), found -> !found.isMissingNode());
    }

    JsonNode status(Predicate<JsonNode> fits) {
        return await().atMost(PATIENCE).until(() -> find("status", fits), found -> !found.isMissingNode());
    }

    private JsonNode find(String topic, Predicate<JsonNode> fits) {
        return heard.stream()
                .filter(message -> message.topic().equals("weir/1/pump-house-3/" + topic))
                .map(message -> Site.json(message.payload()))
                .filter(fits)
                .findFirst()
                .orElse(MissingNode.getInstance());
    }

    @Override
    public void close() {
        link.close();
    }
}
