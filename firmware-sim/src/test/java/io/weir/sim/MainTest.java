package io.weir.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.sim.cloud.Cloud;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MainTest {
    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    @Test
    void runsAFleetAgainstAnyBrokerUntilItsTimeIsOverAndAllIsAcknowledged() throws Exception {
        try (Cloud broker = new Cloud(arrival -> {})) {
            int port = broker.openMqtt(ANY).getPort();
            Path file = Files.writeString(folder.resolve("fleet.yaml"), """
                    for: 500ms
                    gateway: {mqtt: "127.0.0.1:%d"}
                    devices: {d: {count: 3, metric: m, every: 50ms}, e: {protocol: mqtt5, metric: m, every: 50ms}}
                    """.formatted(port));

            assertThat(execute("fleet", file.toString())).isZero();

            assertThat(out.toString()).contains("4 devices, ");
            String last = out.toString()
                    .strip()
                    .lines()
                    .reduce((first, second) -> second)
                    .orElseThrow();
            String sent = last.replaceAll(".*devices, (\\d+) messages sent.*", "$1");
            assertThat(Long.parseLong(sent)).isPositive();
            assertThat(last).contains(sent + " acknowledged");
        }
    }

    @Test
    void endsWithTwoForAFleetFileThatIsBadOrNotThere() throws Exception {
        Path bad = Files.writeString(folder.resolve("bad.yaml"), "devices: {d: {metrik: m}}");

        assertThat(execute("fleet", bad.toString())).isEqualTo(2);
        assertThat(execute("fleet", folder.resolve("none.yaml").toString())).isEqualTo(2);

        assertThat(err.toString()).contains("bad.yaml:1:15: unknown key \"metrik\"", "cannot read");
    }

    @Test
    void endsWithTwoForAGatewayThatIsNotThereAndForUnknownWords() {
        assertThat(execute(
                        "demo",
                        "--headless",
                        "--gateway",
                        folder.resolve("none.jar").toString()))
                .isEqualTo(2);
        assertThat(execute("dance")).isEqualTo(2);
        assertThat(execute("demo", "--for", "soon")).isEqualTo(2);

        assertThat(err.toString()).contains("none.jar", "dance", "not a duration: \"soon\"");
    }

    private int execute(String... arguments) {
        CommandLine line = Main.commandLine();
        return line.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
