package io.weir.device.gpio;

import io.weir.device.AdapterContext;
import io.weir.device.Arrival;
import io.weir.device.Decoder;
import io.weir.device.Intake;
import io.weir.device.Reading;
import io.weir.device.Value;
import io.weir.device.config.Settings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The gateway as a GPIO adapter sees it: remembers what it was offered, and is full when the test says so. */
final class FakeGateway implements AdapterContext, Intake {

    static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    final List<Arrival.Message> arrivals = new CopyOnWriteArrayList<>();
    final AtomicInteger turnedAway = new AtomicInteger();
    volatile boolean full;

    private final String name;
    private final Path folder;
    private final boolean simulated;

    FakeGateway(String name, Path folder, boolean simulated) {
        this.name = name;
        this.folder = folder;
        this.simulated = simulated;
    }

    /** What was reported, as {@code input=value}. */
    List<String> reported() {
        return arrivals.stream().map(FakeGateway::inWords).toList();
    }

    private static String inWords(Arrival.Message message) {
        Reading reading =
                ((Arrival.Content.Decoded) message.content()).readings().get(0);
        return message.input() + "=" + ((Value.Bool) reading.value()).value();
    }

    @Override
    public boolean offer(Arrival arrival) {
        if (!full) {
            arrivals.add((Arrival.Message) arrival);
        }
        return !full;
    }

    @Override
    public void whenRoom(Runnable action) {
        throw new AssertionError("an edge cannot wait");
    }

    @Override
    public void turnedAway(String adapter) {
        turnedAway.incrementAndGet();
    }

    @Override
    public String gatewayId() {
        return "gw-1";
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Intake intake() {
        return this;
    }

    @Override
    public Decoder decoder(Settings decode) {
        throw new AssertionError("a pin has no payload");
    }

    @Override
    public Clock clock() {
        return Clock.fixed(NOW, ZoneOffset.UTC);
    }

    @Override
    public Path dataDirectory() {
        return folder;
    }

    @Override
    public Set<String> sessions() {
        return Set.of();
    }

    @Override
    public boolean simulatedGpio() {
        return simulated;
    }
}
