package io.weir.sim.demo;

import io.weir.sim.fleet.DeviceSpec;
import io.weir.sim.fleet.Endpoints;
import io.weir.sim.fleet.Protocol;
import io.weir.sim.proof.WindowRule;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The folder of one play: the gateway's configuration, its data and its log. */
record GatewayFiles(Path folder, Ports ports) {

    Path config() {
        return folder.resolve("weir.yaml");
    }

    Path log() {
        return folder.resolve("gateway.log");
    }

    private Path data() {
        return folder.resolve("data");
    }

    static FileUplink fileUplink(Path folder) {
        return new FileUplink(folder.resolve("out"));
    }

    Endpoints endpoints() {
        return new Endpoints(Ports.local(ports.mqtt()), Ports.local(ports.coap()), data().resolve("gpio.sock"));
    }

    /** Everything at once: three adapters, filters, windows, two uplinks. */
    void writeDemo(InetSocketAddress cloud, List<DeviceSpec> devices, WindowRule rule) throws IOException {
        Path out = fileUplink(folder).folder();
        Files.createDirectories(out);
        Files.writeString(config(), """
                # Written by the demo; a fair first configuration for a site of your own.
                gateway:
                  id: demo
                  data-dir: %s
                  gpio: simulated
                  dashboard: {listen: "127.0.0.1:%d"}

                adapters:
                  field:
                    type: mqtt
                    listen: "127.0.0.1:%d"
                    topics:
                %s
                  meters:
                    type: coap
                    listen: "127.0.0.1:%d"
                    resources:
                %s
                  %s:
                    type: gpio
                    inputs:
                %s

                pipelines:
                  raw:
                    from: [field, meters, %s]
                    steps: []
                  filtered:
                    from: [field, meters]
                    steps:
                      - range: {min: -100, max: 1000}
                      - deadband: {abs: 0.2}
                  windows:
                    from: [field, meters, %s]
                    steps:
                      - window: {size: %dms, every: %dms, by: [device, metric], lateness: %dms, idle: 5m, emit: [count, mean, min, max]}

                uplinks:
                  cloud:
                    type: http
                    url: "http://127.0.0.1:%d/records"
                    streams: [raw, filtered, windows]
                    format: jsonl
                    compression: gzip
                    batch: {max-records: 500, max-wait: 200ms}
                  disk:
                    type: file
                    path: %s
                    streams: [raw, filtered, windows]
                """.formatted(
                        quoted(data()),
                        ports.http(),
                        ports.mqtt(),
                        routes("topic", "sensors", DemoFleet.MQTT_METRICS),
                        ports.coap(),
                        routes("path", "s", DemoFleet.COAP_METRICS),
                        DemoFleet.GPIO_ADAPTER,
                        inputs(devices),
                        DemoFleet.GPIO_ADAPTER,
                        DemoFleet.GPIO_ADAPTER,
                        rule.size().toMillis(),
                        rule.every().toMillis(),
                        rule.lateness().toMillis(),
                        cloud.getPort(),
                        quoted(out)));
    }

    private static String routes(String key, String prefix, List<String> metrics) {
        return metrics.stream()
                .map(metric -> "      - " + key + ": " + prefix + "/{device}/" + metric
                        + "\n        decode: {format: json, time: $.t, values: {" + metric
                        + ": $.v, seq: $.seq}, unit: $.u}")
                .collect(Collectors.joining("\n"));
    }

    private static String inputs(List<DeviceSpec> devices) {
        return devices.stream()
                .filter(device -> device.protocol() == Protocol.GPIO)
                .map(device -> "      " + device.metric() + ": {pin: " + device.pin() + ", edge: both}")
                .collect(Collectors.joining("\n"));
    }

    /** The smallest useful configuration: sequence numbers in by MQTT, out by HTTP. */
    void writeSmallest(InetSocketAddress cloud) throws IOException {
        Files.writeString(config(), """
                gateway: {id: gw-1, data-dir: %s, dashboard: {listen: "127.0.0.1:%d"}}
                adapters:
                  field: {type: mqtt, listen: "127.0.0.1:%d", topics: [{topic: "bench/{device}", decode: {format: json, time: $.t, metric: seq, value: $.seq}}]}
                pipelines:
                  raw: {from: field, steps: []}
                uplinks:
                  sink: {type: http, url: "http://127.0.0.1:%d/", streams: [raw], format: jsonl, compression: none, batch: {max-records: 5000, max-wait: 200ms}}
                """.formatted(quoted(data()), ports.http(), ports.mqtt(), cloud.getPort()));
    }

    private static String quoted(Path path) {
        return '"' + path.toAbsolutePath().toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
