package io.weir.gateway;

import io.weir.buffer.LogStats;
import io.weir.buffer.RecordLog;
import io.weir.device.Adapter;
import io.weir.gateway.config.GatewayConfig;
import io.weir.gateway.core.Core;
import io.weir.gateway.http.GatewayView;
import io.weir.gateway.ledger.Ledger;
import io.weir.gateway.ledger.UplinkAccount;
import io.weir.gateway.remote.RemoteControl;
import io.weir.uplink.UplinkStatus;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The running gateway as people and programs see it. Any thread. */
public final class RunningView implements GatewayView {

    private final RecordLog log;
    private final Core core;
    private final Switchover switchover;
    private final Clock clock;
    private final Instant started;
    private volatile GatewayConfig config;
    private volatile Optional<RemoteControl> control = Optional.empty();

    RunningView(GatewayConfig config, RecordLog log, Core core, Switchover switchover, Clock clock) {
        this.config = config;
        this.log = log;
        this.core = core;
        this.switchover = switchover;
        this.clock = clock;
        this.started = clock.instant();
    }

    void controlledBy(RemoteControl remote) {
        control = Optional.of(remote);
    }

    void configured(GatewayConfig next) {
        config = next;
    }

    long uptimeMillis() {
        return Math.max(0, clock.millis() - started.toEpochMilli());
    }

    @Override
    public Ledger ledger() {
        Map<String, UplinkAccount> uplinks = new TreeMap<>();
        switchover.uplinks().forEach((name, running) -> uplinks.put(name, running.account()));
        BufferLosses losses = BufferLosses.of(log.stats(), core.streams()::name);
        return new Ledger(config.gateway().id(), core.accounts().totals(), losses.lost(), losses.expired(), uplinks);
    }

    @Override
    public Map<String, Object> status() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("gateway", config.gateway().id());
        json.put("tags", config.gateway().tags());
        json.put("version", Version.TEXT);
        json.put("started", started.toString());
        json.put("uptime-seconds", uptimeMillis() / 1000);
        json.put("trouble", dead() + unready());
        json.put(
                "clock",
                Map.of(
                        "shows",
                        clock.instant().toString(),
                        "trusted",
                        core.restamping().isTrusted()));
        json.put("config", Map.of("hash", config.hash()));
        control.ifPresent(remote -> json.put("control", control(remote)));
        Map<String, Object> adapters = new TreeMap<>();
        switchover.adapters().forEach((name, running) -> adapters.put(name, adapter(running)));
        json.put("adapters", adapters);
        json.put("buffer", buffer(log.stats()));
        Map<String, Object> uplinks = new TreeMap<>();
        switchover.uplinks().forEach((name, running) -> uplinks.put(name, uplink(running)));
        json.put("uplinks", uplinks);
        return json;
    }

    private static Map<String, Object> control(RemoteControl remote) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("connected", remote.isUp());
        json.put("trouble", remote.trouble().orElse(""));
        json.put("revision", remote.revision().toString());
        return json;
    }

    private static Map<String, Object> adapter(RunningAdapter running) {
        Adapter.Status status = running.adapter().status();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", running.component().type());
        json.put("connected", status.connected());
        json.put("peers", status.peers());
        json.put("listening", running.adapter().listening());
        json.put("trouble", status.trouble());
        return json;
    }

    private Map<String, Object> buffer(LogStats stats) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("bytes", stats.bytesOnDisk());
        json.put("max-bytes", config.buffer().maxSize().bytes());
        json.put("segments", stats.segments());
        json.put("epoch", stats.epoch());
        json.put("first", stats.first().value());
        json.put("next", stats.next().value());
        json.put("gaps", stats.gaps().size());
        json.put("quarantined", stats.quarantined());
        json.put("commits", core.groups());
        json.put("fsyncs", stats.fsyncs());
        json.put("bytes-written", stats.bytesWritten());
        json.put("payload-bytes", stats.payloadBytes());
        json.put("intake-bytes", core.intake().heldBytes());
        json.put("intake-max-bytes", core.intake().limitBytes());
        json.put("trouble", core.trouble());
        return json;
    }

    private static Map<String, Object> uplink(RunningUplink running) {
        UplinkStatus status = running.uplink().status();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", running.component().type());
        json.put("connected", status.connected());
        json.put("trouble", status.trouble().orElse(""));
        status.oldestUnsent().ifPresent(age -> json.put("oldest-unsent-seconds", age.toSeconds()));
        json.put("batches", status.batches());
        json.put("records", status.records());
        json.put("bytes", status.bytes());
        json.put("retries", status.retries());
        json.put("next-attempt-seconds", status.nextAttempt().toSeconds());
        return json;
    }

    /** By type, then by name, {@code host:port}; a further listener of an adapter is {@code name/kind}. */
    Map<String, Object> listening() {
        Map<String, Map<String, String>> byType = new TreeMap<>();
        switchover
                .adapters()
                .forEach((name, running) -> running.adapter()
                        .listening()
                        .forEach((kind, address) -> byType.computeIfAbsent(
                                        running.component().type(), type -> new TreeMap<>())
                                .put(kind.isEmpty() ? name : name + "/" + kind, address)));
        return new LinkedHashMap<>(byType);
    }

    @Override
    public String dead() {
        return core.isAlive() ? "" : "The core thread has ended";
    }

    @Override
    public String unready() {
        return core.trouble();
    }

    @Override
    public Map<String, Double> gauges() {
        LogStats stats = log.stats();
        Map<String, Double> gauges = new TreeMap<>();
        gauges.put("clock_trusted", core.restamping().isTrusted() ? 1.0 : 0.0);
        gauges.put("buffer_bytes", (double) stats.bytesOnDisk());
        gauges.put("buffer_capacity_bytes", (double) config.buffer().maxSize().bytes());
        gauges.put("buffer_segments", (double) stats.segments());
        gauges.put("buffer_gaps", (double) stats.gaps().size());
        gauges.put("buffer_quarantined_segments", (double) stats.quarantined());
        gauges.put("buffer_fsyncs", (double) stats.fsyncs());
        gauges.put("buffer_written_bytes_total", (double) stats.bytesWritten());
        gauges.put("buffer_payload_bytes_total", (double) stats.payloadBytes());
        gauges.put("buffer_written_bytes_per_year", FlashWear.perYear(stats.bytesWritten(), uptimeMillis()));
        gauges.put("buffer_commits", (double) core.groups());
        gauges.put("intake_bytes", (double) core.intake().heldBytes());
        gauges.put("intake_capacity_bytes", (double) core.intake().limitBytes());
        gauges.put("ready", unready().isEmpty() && dead().isEmpty() ? 1.0 : 0.0);
        return gauges;
    }
}
