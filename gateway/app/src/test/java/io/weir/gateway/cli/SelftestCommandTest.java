package io.weir.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 5, unit = TimeUnit.MINUTES)
class SelftestCommandTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final StringWriter out = new StringWriter();

    private int weir(Object... arguments) {
        out.getBuffer().setLength(0);
        String[] texts = Stream.of(arguments).map(String::valueOf).toArray(String[]::new);
        return Main.execute(new PrintWriter(out, true), new PrintWriter(new StringWriter(), true), texts);
    }

    @Test
    void theVerdictIsForProgramsToo() throws Exception {
        int code = weir("selftest", "durability", folder, "--for", "60ms", "--kills", "0", "--json");

        JsonNode verdict = new ObjectMapper().readTree(out.toString());
        assertThat(code).isEqualTo(verdict.path("good").asBoolean() ? 0 : 4);
        assertThat(verdict.at("/one/p50-us").asLong()).isPositive();
    }

    @Test
    void theTwoHalvesOfPullingThePlugFitTogether() {
        assertThat(weir("selftest", "durability", folder, "--pull-plug", "write", "--count", 50))
                .isZero();
        assertThat(out.toString()).endsWith("acked 50" + System.lineSeparator());
        assertThat(weir("selftest", "durability", folder, "--pull-plug", "verify"))
                .isEqualTo(2);
        assertThat(weir("selftest", "durability", folder, "--pull-plug", "verify", "--last", 51))
                .isEqualTo(4);
        assertThat(weir("selftest", "durability", folder, "--pull-plug", "verify", "--last", 50))
                .isZero();
    }

    @Test
    void aWrongCommandLineIsSaid() {
        assertThat(weir("selftest")).isEqualTo(2);
        assertThat(weir("selftest", "durability", folder.resolve("none"))).isEqualTo(2);
        assertThat(weir("selftest", "durability", folder, "--for", "soon")).isEqualTo(2);
        assertThat(weir("selftest", "durability", folder, "--for", "0s")).isEqualTo(2);
        assertThat(weir("selftest", "durability", folder, "--kills", "-5")).isEqualTo(2);
    }

    @Test
    void whenItIsInterruptedItLeavesNothingBehind() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "selftest",
                        "durability",
                        folder.toString(),
                        "--for",
                        "10ms",
                        "--kills",
                        "100000")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
                BufferedReader progress = process.errorReader(StandardCharsets.UTF_8)) {
            assertThat(progress.lines().anyMatch(line -> line.startsWith("kill 1 ")))
                    .isTrue();
            assertThat(said).isNotNull();
            assertThat(files()).hasSize(1);

            process.destroy();

            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(files()).isEmpty();
        } finally {
            process.destroyForcibly();
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
