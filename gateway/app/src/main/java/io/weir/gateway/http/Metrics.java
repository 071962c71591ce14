package io.weir.gateway.http;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.weir.gateway.ledger.Ledger;
import io.weir.gateway.ledger.UplinkAccount;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The ledger and the machine as Prometheus metrics, {@code weir_…}. Counters are the ledger's own totals, so they survive
 * restarts and never run ahead of what is on disk. No label has a device's name: labels stay bounded. One thread at a time.
 */
final class Metrics implements AutoCloseable {

    private static final String TOTAL = "_total";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics gc = new JvmGcMetrics();
    private final GatewayView view;
    private final Map<String, Double> values = new ConcurrentHashMap<>();
    private final Set<String> registered = new HashSet<>();

    Metrics(GatewayView view, String version) {
        this.view = view;
        gc.bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        Gauge.builder("weir_build_info", () -> 1).tag("version", version).register(registry);
    }

    String scrape() {
        Ledger ledger = view.ledger();
        ledger.totals().forEach(this::total);
        ledger.uplinks().forEach(this::uplink);
        view.gauges().forEach(this::own);
        gauge("weir_ledger_balanced", ledger.imbalances().isEmpty() ? 1 : 0, List.of());
        return registry.scrape();
    }

    /** What ends in {@code _total} only grows, from the start of the process on. */
    private void own(String name, double value) {
        if (name.endsWith(TOTAL)) {
            counter("weir_" + name.substring(0, name.length() - TOTAL.length()), value, List.of());
        } else {
            gauge("weir_" + name, value, List.of());
        }
    }

    /** {@code pipelines/raw/filtered/1-range} becomes {@code weir_pipeline_filtered_total{pipeline="raw",step="1-range"}}. */
    private void total(String path, long value) {
        String[] parts = path.split("/", -1);
        String kind = parts[0].substring(0, parts[0].length() - 1);
        List<Tag> tags = new ArrayList<>(List.of(Tag.of(kind, parts[1])));
        if (parts.length > 3) {
            tags.add(Tag.of(parts[2].equals("filtered") ? "step" : "reason", parts[3]));
        }
        if (parts[2].equals("held")) {
            gauge("weir_" + kind + "_held", (double) value, tags);
        } else {
            counter("weir_" + kind + "_" + parts[2], (double) value, tags);
        }
    }

    private void uplink(String name, UplinkAccount account) {
        List<Tag> tags = List.of(Tag.of("uplink", name));
        counter("weir_uplink_delivered", (double) account.delivered(), tags);
        counter("weir_uplink_dead_lettered", (double) account.deadLettered(), tags);
        gauge("weir_uplink_pending", (double) account.pending(), tags);
        account.expired()
                .forEach((reason, count) -> counter(
                        "weir_uplink_expired",
                        (double) count,
                        List.of(Tag.of("uplink", name), Tag.of("reason", reason))));
    }

    private void counter(String name, double value, List<Tag> tags) {
        String id = name + tags;
        values.put(id, value);
        if (registered.add(id)) {
            FunctionCounter.builder(name, values, all -> all.getOrDefault(id, 0.0))
                    .tags(tags)
                    .register(registry);
        }
    }

    private void gauge(String name, double value, List<Tag> tags) {
        String id = name + tags;
        values.put(id, value);
        if (registered.add(id)) {
            Gauge.builder(name, values, all -> all.getOrDefault(id, 0.0))
                    .tags(tags)
                    .register(registry);
        }
    }

    @Override
    public void close() {
        gc.close();
        registry.close();
    }
}
