package io.weir.device.coap;

import io.weir.device.AdapterContext;
import io.weir.device.Arrival;
import io.weir.device.Decoder;
import io.weir.device.DeviceId;
import io.weir.device.Intake;
import io.weir.device.Quality;
import io.weir.device.Reading;
import io.weir.device.UndecodableException;
import io.weir.device.Value;
import io.weir.device.config.Binder;
import io.weir.device.config.Key;
import io.weir.device.config.ObjectShape;
import io.weir.device.config.Problems;
import io.weir.device.config.Settings;
import io.weir.device.config.Shape;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * The gateway as the adapter sees it: remembers what it was offered, commits when the test says so, and is full when the
 * test says so. Its decoder takes one number, or a field of spaces and a number.
 */
final class Gateway implements AdapterContext, Intake {

    static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    private static final Shape DECODE = new Shape.Typed(
            "format",
            Map.of(
                    "json", ObjectShape.of(Key.defaulted("value", Shape.text(), "$.v", "the value")),
                    "senml", ObjectShape.of(),
                    "text", ObjectShape.of()));

    final List<Arrival.Message> arrivals = new CopyOnWriteArrayList<>();
    final AtomicInteger turnedAway = new AtomicInteger();
    volatile boolean full;
    volatile boolean commitsAtOnce;

    static CoapAdapterProvider provider() {
        return new CoapAdapterProvider();
    }

    static Settings settings(Map<String, ?> keys, Problems problems) {
        CoapAdapterProvider provider = provider();
        Settings settings =
                new Binder(problems, Binder.Secrets.NONE).section(provider.shape(DECODE), keys, "adapters.meters");
        provider.check(settings, problems);
        return settings;
    }

    static Settings settings(Map<String, ?> keys) {
        Map<String, Object> all = new HashMap<>(keys);
        all.putIfAbsent("listen", "127.0.0.1:0");
        return settings(all, (path, code, message, suggestion) -> {
            throw new AssertionError(path + ": " + message);
        });
    }

    CoapAdapter adapter(Map<String, ?> keys) {
        return (CoapAdapter) provider().create(settings(keys), this);
    }

    /** One whose time is the test's: no machine is so slow that it answers otherwise. */
    CoapAdapter adapter(Map<String, ?> keys, LongSupplier nanoTime) {
        Settings settings = settings(keys);
        return new CoapAdapter(settings, Routes.of(settings, this, DECODE), this, nanoTime);
    }

    void commitAll() {
        for (Arrival.Message message : arrivals) {
            message.ack().committed();
        }
    }

    @Override
    public boolean offer(Arrival arrival) {
        if (full) {
            return false;
        }
        arrivals.add((Arrival.Message) arrival);
        if (commitsAtOnce) {
            arrival.ack().committed();
        }
        return true;
    }

    @Override
    public void whenRoom(Runnable action) {
        throw new AssertionError("CoAP answers instead of waiting");
    }

    @Override
    public void turnedAway(String adapter) {
        turnedAway.incrementAndGet();
    }

    @Override
    public Decoder decoder(Settings decode) {
        String unit = decode.text("format");
        return (payload, captures, arrivalMillis) -> {
            String text = StandardCharsets.UTF_8.decode(payload).toString();
            try {
                Value value = new Value.Num(Double.parseDouble(text.strip()));
                return List.of(new Reading(
                        new DeviceId(captures.device()),
                        captures.metric(),
                        arrivalMillis,
                        value,
                        unit,
                        Quality.GOOD,
                        arrivalMillis));
            } catch (NumberFormatException e) {
                throw new UndecodableException("expected a number, found \""
                        + text.substring(0, Math.min(text.length(), UndecodableException.EXCERPT)) + "\"");
            }
        };
    }

    @Override
    public String gatewayId() {
        return "gw-1";
    }

    @Override
    public String name() {
        return "meters";
    }

    @Override
    public Intake intake() {
        return this;
    }

    @Override
    public Clock clock() {
        return Clock.fixed(NOW, ZoneOffset.UTC);
    }

    @Override
    public Path dataDirectory() {
        throw new AssertionError("CoAP keeps no files");
    }

    @Override
    public Set<String> sessions() {
        return Set.of();
    }

    @Override
    public boolean simulatedGpio() {
        return false;
    }
}
