package io.weir.gateway.selftest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.weir.buffer.Entry;
import io.weir.buffer.Group;
import io.weir.buffer.RecordLog;
import io.weir.gateway.selftest.Finding.Weight;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 5, unit = TimeUnit.MINUTES)
class DurabilityTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private static Durability durability(Path directory) {
        return new Durability(directory, Path.of("/"), Clock.systemUTC(), new SplittableRandom(1));
    }

    private static List<Path> in(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    @Test
    void measuresKillsGivesAVerdictAndLeavesNothingBehind() throws Exception {
        Files.writeString(folder.resolve("mine"), "stays");
        List<String> said = new ArrayList<>();

        Verdict verdict = durability(folder).run(Duration.ofMillis(60), 2, said::add);

        assertThat(verdict.kills().rounds()).isEqualTo(2);
        assertThat(verdict.kills().acknowledged()).isPositive();
        assertThat(verdict.kills().lost() + verdict.kills().wrong()).isZero();
        // where a machine is so slow that it commits a few times only, the beginning of a segment weighs more
        assertThat(verdict.measured().commitBytes()).isBetween(3000L, 40_000L);
        assertThat(said).filteredOn(line -> line.startsWith("kill ")).hasSize(2);
        assertThat(verdict.lines())
                .anyMatch(line -> line.startsWith("verdict"))
                .anyMatch(line -> line.contains("commit-every"));
        assertThat(verdict.asMap()).containsKeys("good", "one", "findings", "kills");
        assertThat(in(folder)).containsExactly(folder.resolve("mine"));
    }

    @Test
    void ofMemoryItSaysThatNothingSurvivesAPowerCut() throws Exception {
        Path memory = Path.of("/dev/shm");
        assumeTrue(Files.isWritable(memory)
                && Medium.of(memory, Path.of("/")).fileSystem().equals("tmpfs"));
        Path own = Files.createTempDirectory(memory, "weir-test-");
        try {
            Verdict verdict = durability(own).run(Duration.ofMillis(30), 0, line -> {});

            assertThat(verdict.isGood()).isFalse();
            assertThat(verdict.findings())
                    .anySatisfy(finding -> assertThat(finding.text()).contains("nothing here survives a power cut"));
            assertThat(verdict.lines()).anyMatch(line -> line.contains("NOT SAFE"));
        } finally {
            Files.delete(own);
        }
    }

    @Test
    void aLossAfterAKillIsFatal() {
        Verdict verdict = Verdict.of(medium(), measured(2_000_000), new KillRounds.Outcome(3, 100, 1, 0), 1L << 35);

        assertThat(verdict.isGood()).isFalse();
    }

    @Test
    void aSyncThatIsFasterThanAnyMediumIsARisk() {
        KillRounds.Outcome clean = new KillRounds.Outcome(3, 100, 0, 0);

        assertThat(risks(Verdict.of(medium(), measured(9_000), clean, 1L << 35)))
                .singleElement()
                .satisfies(risk -> assertThat(risk).contains("9us", "faster than a medium can be"));
        assertThat(risks(Verdict.of(medium(), measured(2_000_000), clean, 1L << 35)))
                .isEmpty();
    }

    private static Medium medium() {
        return new Medium("ext4", List.of("rw"), "/dev/mmcblk0p2", "");
    }

    private static Measured measured(long syncNanos) {
        Latencies sync = new Latencies(new long[] {syncNanos});
        return new Measured(sync, sync, sync, sync, new Latencies(new long[] {1000}), 1e6, 12_288);
    }

    private static List<String> risks(Verdict verdict) {
        return verdict.findings().stream()
                .filter(f -> f.weight() == Weight.RISK)
                .map(Finding::text)
                .toList();
    }

    @Test
    void afterAPowerCutEveryPrintedNumberIsLookedFor() throws Exception {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        durability(folder).writeUntilThePowerGoes(500, new PrintStream(said, true, StandardCharsets.UTF_8));
        assertThat(said.toString(StandardCharsets.UTF_8))
                .startsWith("begin 0\nacked ")
                .endsWith("acked 500\n");

        assertThat(durability(folder).verifyAfterPowerCut(501))
                .isNotEmpty()
                .anyMatch(line -> line.contains("1 are lost"));
        assertThat(in(folder)).hasSize(1);
        assertThat(durability(folder).verifyAfterPowerCut(500)).isEmpty();
        assertThat(in(folder)).isEmpty();
        assertThatThrownBy(() -> durability(folder).verifyAfterPowerCut(500)).isInstanceOf(IOException.class);
    }

    @Test
    void anEntryThatIsNotWhatWasWrittenIsWrong() throws Exception {
        try (RecordLog log = RecordLog.open(folder.resolve("log"), Numbers.config())) {
            log.append(new Group(List.of(new Entry(16, 0, ByteBuffer.allocate(7)))));
            log.commit();
        }

        assertThat(Numbers.verify(folder.resolve("log"), 1).wrong()).isEqualTo(1);
    }

    @Test
    void filesOfOthersInItsPlaceAreLeftAlone() throws Exception {
        Path plug = Files.createDirectories(folder.resolve("weir-selftest-plug"));
        Files.writeString(plug.resolve("holiday.jpg"), "x");

        assertThatThrownBy(() -> durability(folder).writeUntilThePowerGoes(1, System.out))
                .hasMessageContaining("holiday.jpg");
        assertThatThrownBy(() -> durability(folder).verifyAfterPowerCut(1)).isInstanceOf(IOException.class);
        assertThat(plug.resolve("holiday.jpg")).hasContent("x");
        assertThatThrownBy(() -> durability(folder.resolve("none")).run(Duration.ZERO, 0, line -> {}))
                .isInstanceOf(NoSuchFileException.class);
    }
}
