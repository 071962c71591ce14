package io.weir.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.gateway.cli.Commands;
import io.weir.gateway.config.GatewayConfig;
import io.weir.gateway.core.MovableClock;
import io.weir.gateway.time.SiteClock;
import io.weir.gateway.time.ToldTrust;
import io.weir.gateway.time.Uptime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway on a machine that wakes up three days behind, from the adapter to the files of its uplink. */
class ClocklessTest {

    private static final String YAML = """
            gateway: {id: gw-1, data-dir: DATA/data, dashboard: {listen: "127.0.0.1:0"}, clock: {hold: HOLD}}
            adapters:
              b: {type: fake, port: 2}
            pipelines:
              raw: {from: b, steps: []}
              mean: {from: b, steps: [{window: {size: 10s, emit: [mean]}}]}
            uplinks:
              out: {type: file, path: DATA/out, streams: [raw, mean], batch: {max-wait: 0s}}
            """;
    private static final Instant TRUTH = Instant.parse("2026-11-21T10:00:00Z");
    private static final Duration DAYS = Duration.ofDays(3);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final FakeParts parts = new FakeParts();
    private final MovableClock system = new MovableClock(TRUTH.minus(DAYS));
    private final MovableClock up = new MovableClock(Instant.EPOCH);
    private final ToldTrust trust = new ToldTrust(false);

    private Gateway start(String hold) throws IOException {
        GatewayConfig config = parts.config(YAML.replace("HOLD", hold), folder);
        SiteClock clock = SiteClock.of(system, new Uptime("boot", up::millis), trust);
        return Gateway.start(config, parts.catalog(), folder, clock);
    }

    private void pass(Duration time) {
        system.move(time);
        up.move(time);
    }

    /** The lines in the uplink's files, without their ids. */
    private List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        if (Files.isDirectory(folder.resolve("out"))) {
            try (Stream<Path> files = Files.list(folder.resolve("out"))) {
                for (Path file : files.sorted().toList()) {
                    Files.readAllLines(file).forEach(line -> lines.add(line.replaceAll("\"id\":\"[^\"]*\",", "")));
                }
            }
        }
        return lines;
    }

    private static String raw(String time, int value, String quality) {
        return "{\"stream\":\"raw\",\"device\":\"d1\",\"metric\":\"t\",\"t\":\"" + time + "\",\"v\":" + value + quality
                + "}";
    }

    @Test
    void whatItStampedLeavesWithTheRightTimeOnceThatIsKnown() throws Exception {
        Gateway gateway = start("10m");
        parts.offer("b", 1);
        pass(Duration.ofSeconds(20));
        parts.offer("b", 2);
        await().until(() -> gateway.view().ledger().totals().getOrDefault("streams/raw/appended", 0L) == 2);
        assertThat(gateway.view().status()).extracting("clock").asString().contains("trusted=false");

        system.move(DAYS);
        trust.trust(true);
        await().until(() -> lines().size() == 3);
        pass(Duration.ofSeconds(5));
        parts.offer("b", 3);
        await().until(() -> lines().size() == 5);
        gateway.stop();

        String restamped = ",\"time-quality\":\"restamped\"";
        assertThat(lines())
                .contains(
                        raw("2026-11-21T10:00:00.000Z", 1, restamped),
                        raw("2026-11-21T10:00:20.000Z", 2, restamped),
                        raw("2026-11-21T10:00:25.000Z", 3, ""))
                .anyMatch(
                        line -> line.contains("\"from\":\"2026-11-21T10:00:00.000Z\"") && line.contains("\"mean\":1,"))
                .anyMatch(line -> line.contains("\"mean\":2,\"partial\":true" + restamped));
        assertThat(Commands.run(
                                "buffer",
                                "cat",
                                "--stream",
                                "raw",
                                folder.resolve("data").toString())
                        .replaceAll("\"id\":\"[^\"]*\",", ""))
                .contains(raw("2026-11-21T10:00:20.000Z", 2, restamped));
        assertThat(Commands.run("ledger", folder.resolve("data").toString())).contains("\"balanced\" : true");
    }

    @Test
    void whatIsNotHeldLeavesAsProvisional() throws Exception {
        Gateway gateway = start("0s");
        parts.offer("b", 1);
        await().until(() -> lines().size() == 1);
        gateway.stop();

        assertThat(lines()).containsExactly(raw("2026-11-18T10:00:00.000Z", 1, ",\"time-quality\":\"provisional\""));
    }
}
