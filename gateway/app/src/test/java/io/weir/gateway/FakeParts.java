package io.weir.gateway;

import io.weir.device.Ack;
import io.weir.device.Adapter;
import io.weir.device.AdapterContext;
import io.weir.device.AdapterProvider;
import io.weir.device.Arrival;
import io.weir.device.Delivery;
import io.weir.device.DeviceId;
import io.weir.device.Quality;
import io.weir.device.Reading;
import io.weir.device.TimeQuality;
import io.weir.device.Value;
import io.weir.device.config.Key;
import io.weir.device.config.ObjectShape;
import io.weir.device.config.Settings;
import io.weir.device.config.Shape;
import io.weir.gateway.config.ConfigReader;
import io.weir.gateway.config.GatewayConfig;
import io.weir.uplink.Batch;
import io.weir.uplink.FileSinkProvider;
import io.weir.uplink.SendResult;
import io.weir.uplink.Sink;
import io.weir.uplink.SinkContext;
import io.weir.uplink.SinkProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Adapters of the type {@code fake} and uplinks of the type {@code memory} that remember what became of them; and real files. */
final class FakeParts {

    /** What happened to adapters and sinks, in order: {@code start a 1}, {@code close a 1}. */
    final Queue<String> events = new ConcurrentLinkedQueue<>();

    /** Ports on which an adapter cannot listen. */
    final Set<Long> taken = ConcurrentHashMap.newKeySet();

    /** What sinks were given: {@code label value}. */
    final Queue<String> delivered = new ConcurrentLinkedQueue<>();

    private final Map<String, FakeAdapter> adapters = new ConcurrentHashMap<>();

    Catalog catalog() {
        return new Catalog(
                Map.of("fake", new Adapters()), Map.of("memory", new Sinks(), "file", new FileSinkProvider()));
    }

    /** What a configuration says, in which DATA stands for the folder, or what is wrong with it. */
    ConfigReader.Result read(String yaml, Path folder) {
        byte[] text = yaml.replace("DATA", folder.toString()).getBytes(StandardCharsets.UTF_8);
        return new ConfigReader(catalog().components(), Map.of()).read("weir.yaml", text, folder);
    }

    /** As {@link #read}; there must be nothing wrong with it. */
    GatewayConfig config(String yaml, Path folder) {
        ConfigReader.Result result = read(yaml, folder);
        return result.config().orElseThrow(() -> new AssertionError(result.render()));
    }

    /** Offers a reading through the adapter of this name that was made last. */
    boolean offer(String adapter, double value) {
        FakeAdapter fake = adapters.get(adapter);
        if (fake == null) {
            throw new AssertionError("no adapter " + adapter);
        }
        return fake.offer(value);
    }

    private final class Adapters implements AdapterProvider {
        @Override
        public String type() {
            return "fake";
        }

        @Override
        public ObjectShape shape(Shape decode) {
            return ObjectShape.of(Key.required("port", Shape.whole(1, 99), "where it listens"));
        }

        @Override
        public Adapter create(Settings settings, AdapterContext context) {
            return new FakeAdapter(context, settings.whole("port"));
        }
    }

    private final class FakeAdapter implements Adapter {
        private final AdapterContext context;
        private final long port;

        FakeAdapter(AdapterContext context, long port) {
            this.context = context;
            this.port = port;
        }

        @Override
        public void start() throws IOException {
            if (taken.contains(port)) {
                throw new IOException("port " + port + " is taken");
            }
            events.add("start " + context.name() + " " + port);
            adapters.put(context.name(), this);
        }

        boolean offer(double value) {
            long now = context.clock().millis();
            Reading reading = new Reading(
                    new DeviceId("d1"), "t", now, new Value.Num(value), "", Quality.GOOD, now, TimeQuality.ARRIVAL);
            Arrival.Content content = new Arrival.Content.Decoded(List.of(reading));
            return context.intake()
                    .offer(new Arrival.Message(context.name(), "", content, new Delivery.Once(), 100, Ack.NONE));
        }

        @Override
        public Map<String, String> listening() {
            return Map.of("", "127.0.0.1:" + port);
        }

        @Override
        public Status status() {
            return new Status(true, 0, List.of());
        }

        @Override
        public void close() {
            events.add("close " + context.name() + " " + port);
        }
    }

    private final class Sinks implements SinkProvider {
        @Override
        public String type() {
            return "memory";
        }

        @Override
        public ObjectShape shape() {
            return ObjectShape.of(Key.required("label", Shape.text(), "tells two of them apart"));
        }

        @Override
        public Sink create(Settings settings, SinkContext context) {
            return new MemorySink(settings.text("label"));
        }
    }

    private final class MemorySink implements Sink {
        private final String label;

        MemorySink(String label) {
            this.label = label;
            events.add("open sink " + label);
        }

        @Override
        public SendResult send(Batch batch) {
            batch.records().forEach(outgoing -> {
                if (outgoing.item() instanceof Reading reading && reading.value() instanceof Value.Num number) {
                    delivered.add(label + " " + Math.round(number.value()));
                }
            });
            return SendResult.accepted();
        }

        @Override
        public void close() {
            events.add("close sink " + label);
        }
    }
}
