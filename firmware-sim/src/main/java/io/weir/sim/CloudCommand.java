package io.weir.sim;

import io.weir.sim.cloud.Cloud;
import io.weir.sim.cloud.Weather;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the counting cloud by itself. */
@Command(
        name = "cloud",
        header = "Counts records over HTTP, MQTT and TCP, in any weather.",
        description = {
            "Prints a line of ready {...} with the addresses, then counts.",
            "Steer it by lines on stdin or by POST /weather: fair, cut, silent, refuse, lose-answers, delay 500ms, throttle 10KiB.",
            "The line counts, or GET /counts, tells what has arrived. The line quit ends it."
        },
        mixinStandardHelpOptions = true)
final class CloudCommand implements Callable<Integer> {
    @Option(names = "--host", defaultValue = "127.0.0.1", description = "Where to listen (${DEFAULT-VALUE}).")
    private String host = "";

    @Option(names = "--http", defaultValue = "9000", description = "HTTP port, 0 = any (${DEFAULT-VALUE}).")
    private int http;

    @Option(names = "--mqtt", defaultValue = "9001", description = "MQTT port, 0 = any (${DEFAULT-VALUE}).")
    private int mqtt;

    @Option(names = "--tcp", defaultValue = "9002", description = "Port for JSON lines, 0 = any (${DEFAULT-VALUE}).")
    private int tcp;

    @Option(
            names = "--control",
            defaultValue = "9003",
            description = "HTTP port of the control, 0 = any (${DEFAULT-VALUE}).")
    private int control;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        try (Cloud cloud = new Cloud(arrival -> {})) {
            StringJoiner ready = new StringJoiner(",", "ready {", "}");
            ready.add(address("http", cloud.openHttp(new InetSocketAddress(host, http))));
            ready.add(address("mqtt", cloud.openMqtt(new InetSocketAddress(host, mqtt))));
            ready.add(address("tcp", cloud.openTcp(new InetSocketAddress(host, tcp))));
            ready.add(address("control", cloud.openControl(new InetSocketAddress(host, control))));
            out.println(ready);
            out.flush();
            obey(cloud, out);
        }
        return 0;
    }

    private static String address(String name, InetSocketAddress address) {
        return "\"%s\":\"%s:%d\"".formatted(name, address.getAddress().getHostAddress(), address.getPort());
    }

    private void obey(Cloud cloud, PrintWriter out) throws IOException, InterruptedException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            switch (line.trim()) {
                case "" -> {}
                case "quit" -> {
                    return;
                }
                case "counts" -> out.println(cloud.countsAsJson());
                default -> change(cloud, line);
            }
            out.flush();
        }
        // Without a stdin, as under a service manager, it is steered by HTTP and ended by a signal.
        new CountDownLatch(1).await();
    }

    private void change(Cloud cloud, String line) {
        try {
            cloud.weather(Weather.parse(line));
        } catch (IllegalArgumentException e) {
            spec.commandLine().getErr().println(e.getMessage());
        }
    }
}
