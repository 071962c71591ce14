package io.weir.mqtt;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A listener with a memory. Acknowledges only when it is told to. */
final class Recorder implements MqttLink.Listener {

    final List<Boolean> ups = new CopyOnWriteArrayList<>();
    final List<String> downs = new CopyOnWriteArrayList<>();
    final List<Inbound> messages = new CopyOnWriteArrayList<>();

    @Override
    public void up(boolean sessionPresent) {
        ups.add(sessionPresent);
    }

    @Override
    public void down(String reason) {
        downs.add(reason);
    }

    @Override
    public void message(Inbound message) {
        messages.add(message);
    }

    List<String> texts() {
        return messages.stream()
                .map(message -> new String(message.payload(), StandardCharsets.UTF_8))
                .toList();
    }
}
