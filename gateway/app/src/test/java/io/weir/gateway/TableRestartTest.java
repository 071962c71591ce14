package io.weir.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.gateway.config.ConfigReader;
import io.weir.gateway.config.GatewayConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As many rows of a table file as there may be, through a start, a restart and a change of the file. */
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
        byte[] text = YAML.replace("DATA", folder.resolve("data").toString()).getBytes(StandardCharsets.UTF_8);
        ConfigReader.Result result =
                new ConfigReader(parts.catalog().components(), Map.of()).read("weir.yaml", text, folder);
        return result.config().orElseThrow(() -> new AssertionError(result.render()));
    }

    /** One life of a gateway that is given two readings, the second of which makes it to the sink. */
    private FakeParts life(double first, double second, String last) throws IOException {
        FakeParts parts = new FakeParts();
        Gateway gateway = Gateway.start(config(parts), parts.catalog(), folder, Clock.systemUTC());
        try {
            assertThat(parts.offer("a", first)).isTrue();
            assertThat(parts.offer("a", second)).isTrue();
            await().atMost(Duration.ofSeconds(20))
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> parts.delivered.contains(last));
        } finally {
            gateway.stop();
        }
        return parts;
    }

    @Test
    void tenThousandRowsGoThroughARestartAndAChangedFileHoldsFromThenOn() throws IOException {
        rows(10);
        assertThat(life(5, 8, "x 81").delivered).containsExactly("x 51", "x 81");

        // The deadband still knows 81: its pipelines were found again in the checkpoint.
        assertThat(life(8.1, 9, "x 91").delivered).containsExactly("x 91");

        rows(20);
        assertThat(life(5, 6, "x 121").delivered).containsExactly("x 101", "x 121");
    }
}
