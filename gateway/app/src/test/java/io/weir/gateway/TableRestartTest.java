package io.weir.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.gateway.config.GatewayConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As many rows of a table file as there may be, through a start, a restart and a switch. */
class TableRestartTest {

    private static final String YAML = """
            gateway: {id: gw-1, data-dir: DATA, dashboard: {listen: "127.0.0.1:0"}}
            adapters:
              a: {type: fake, port: 1}
            pipelines:
              p: {from: a, steps: [{lookup: {table: {file: devices.csv}}}, {deadband: {abs: 5}}]}
            buffer: {max-size: 64MiB}
            uplinks:
              up: {type: memory, label: x, streams: [p], batch: {max-wait: 0s}}
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private void rows(int scale) throws IOException {
        String rows = IntStream.range(0, 10_000)
                .mapToObj(i -> "d" + i + "," + scale + ",1,Cel\n")
                .collect(Collectors.joining("", "device,scale,offset,unit\n", ""));
        Files.writeString(folder.resolve("devices.csv"), rows);
    }

    private GatewayConfig config(FakeParts parts) {
        return parts.config(YAML.replace("DATA", "DATA/data"), folder);
    }

    private static void await(FakeParts parts, String delivered) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> parts.delivered.contains(delivered));
    }

    @Test
    void tenThousandRowsGoThroughARestartAndAChangedFileHoldsFromTheNextSwitchOn() throws IOException {
        rows(10);
        FakeParts first = new FakeParts();
        Gateway gateway = Gateway.start(config(first), first.catalog(), folder, Clock.systemUTC());
        try {
            first.offer("a", 5);
            first.offer("a", 8);
            await(first, "x 81");
        } finally {
            gateway.stop();
        }
        assertThat(first.delivered).containsExactly("x 51", "x 81");

        FakeParts second = new FakeParts();
        gateway = Gateway.start(config(second), second.catalog(), folder, Clock.systemUTC());
        try {
            // The deadband still knows 81: its pipeline was found again in the checkpoint, with all its rows.
            second.offer("a", 8.1);
            second.offer("a", 9);
            await(second, "x 91");
            rows(20);
            second.offer("a", 10);
            await(second, "x 101");
            gateway.apply(config(second));
            second.offer("a", 10);
            await(second, "x 201");
        } finally {
            gateway.stop();
        }
        assertThat(second.delivered).containsExactly("x 91", "x 101", "x 201");
    }
}
