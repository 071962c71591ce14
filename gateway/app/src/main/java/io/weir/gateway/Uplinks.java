package io.weir.gateway;

import io.weir.buffer.Cursor;
import io.weir.buffer.RecordLog;
import io.weir.buffer.Start;
import io.weir.gateway.config.GatewayConfig;
import io.weir.gateway.config.GatewayConfig.Component;
import io.weir.gateway.core.Core;
import io.weir.gateway.core.Restamping;
import io.weir.gateway.core.StreamTable;
import io.weir.uplink.Sink;
import io.weir.uplink.SinkContext;
import io.weir.uplink.Source;
import io.weir.uplink.Uplink;
import io.weir.uplink.UplinkConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Starts uplinks. Life-cycle thread. */
final class Uplinks {

    private final Catalog catalog;
    private final RecordLog log;
    private final StreamTable streams;
    private final Supplier<Restamping> restamping;
    private final Path baseDirectory;
    private final Clock clock;

    Uplinks(Catalog catalog, RecordLog log, Core core, Path baseDirectory, Clock clock) {
        this.catalog = catalog;
        this.log = log;
        this.streams = core.streams();
        this.restamping = core::restamping;
        this.baseDirectory = baseDirectory;
        this.clock = clock;
    }

    /** The connector alone; does not connect yet. */
    Sink sink(Component component, GatewayConfig.Gateway gateway) {
        SinkContext context = new SinkContext(gateway.id(), component.name(), baseDirectory, clock);
        return catalog.sink(component.type()).create(component.settings(), context);
    }

    /** Opens its cursor, where it stood or else where it is to start, and starts to deliver. */
    RunningUplink start(Component component, Sink sink, GatewayConfig.Gateway gateway) throws IOException {
        UplinkConfig config = UplinkConfig.of(component.name(), component.settings());
        Source source = new Source(
                cursor(config, UplinkConfig.start(component.settings())),
                streams::name,
                gateway.id(),
                log.stats().epoch(),
                new WaitingTimes(restamping, gateway.time().hold(), System::nanoTime));
        Path deadLetters = gateway.dataDirectory().resolve("dead-letter");
        SplittableRandom jitter =
                new SplittableRandom(clock.millis() ^ component.name().hashCode());
        Uplink uplink = new Uplink(config, source, sink, deadLetters, jitter, clock);
        uplink.start();
        return new RunningUplink(component, uplink);
    }

    private Cursor cursor(UplinkConfig config, Start start) throws IOException {
        Map<String, Integer> all = streams.all();
        Set<Integer> numbers = new TreeSet<>();
        for (String stream : config.streams()) {
            Integer number = all.get(stream);
            if (number != null) {
                numbers.add(number);
            }
        }
        return log.cursor(config.name(), numbers, start);
    }

    /** Frees what uplinks of other names than these held back in the buffer; answers which there were. */
    Set<String> forgetAllBut(Set<String> names) throws IOException {
        Set<String> others = new TreeSet<>(log.cursorNames());
        others.removeAll(names);
        for (String other : others) {
            log.forget(other);
        }
        return others;
    }

    /** Frees what a removed uplink held back in the buffer. */
    void forget(String name) throws IOException {
        log.forget(name);
    }
}
