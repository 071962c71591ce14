package io.weir.sim.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.sim.cloud.Archive;
import io.weir.sim.cloud.Cloud;
import io.weir.sim.demo.Schedule.Action;
import io.weir.sim.demo.Schedule.Step;
import io.weir.sim.fleet.DeviceSpec;
import io.weir.sim.fleet.Fleet;
import io.weir.sim.proof.Finding.Kind;
import io.weir.sim.proof.Shape;
import io.weir.sim.proof.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole play against a stand-in: green if it behaves, red for every way in which it does not. */
class DemoTest {
    private static final Duration LENGTH = Duration.ofSeconds(2);

    /** Twice as long, so that a machine that does half as much still shows everything. */
    private static final Duration WHOLE = Duration.ofSeconds(4);

    private static final Schedule FAULTS = new Schedule(List.of(
            new Step(Duration.ofMillis(200), Action.CUT),
            new Step(Duration.ofMillis(600), Action.KILL),
            new Step(Duration.ofMillis(900), Action.MEND),
            new Step(Duration.ofSeconds(1), Action.KILL),
            new Step(Duration.ofMillis(1_300), Action.CUT),
            new Step(Duration.ofMillis(1_600), Action.MEND)));

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    @Test
    void provesAGatewayThatKeepsItsPromisesThroughCutsAndKills() throws Exception {
        Verdict verdict = play(Flaw.NONE, WHOLE, Duration.ofMinutes(1));

        assertThat(verdict.troubles()).isEmpty();
        assertThat(verdict.holds()).isTrue();
        assertThat(verdict.devices()).isGreaterThanOrEqualTo(20);
        assertThat(verdict.accepted()).isGreaterThan(200);
        assertThat(verdict.garbage()).isPositive();
        assertThat(verdict.again()).isPositive();
        assertThat(verdict.windowsRight()).isPositive().isEqualTo(verdict.windowsExpected());
        assertThat(verdict.line()).startsWith("PROVEN: ");
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("kill -9")
                .contains("the cloud is cut off")
                .contains("the cloud is back");
    }

    @ParameterizedTest
    @CsvSource({
        "LOSES_ONE, LOST",
        "LOSES_AT_KILL, LOST",
        "LOSES_IN_FILE, LOST",
        "DOUBLES_ONE, DOUBLED",
        "SWAPS_TWO, REORDERED",
        "ALTERS_ONE, UNKNOWN",
        "WRONG_MEAN, WINDOW_WRONG",
        "SKIPS_WINDOW, WINDOW_MISSING",
        "CONTRADICTS, CONTRADICTED",
        "UNBALANCED, LEDGER",
        "FAILS_AT_STOP, PROCESS"
    })
    void failsAGatewayThat(Flaw flaw, Kind kind) throws Exception {
        Verdict verdict = play(flaw, LENGTH, Duration.ofSeconds(1));

        assertThat(verdict.holds()).isFalse();
        assertThat(verdict.count(kind)).as(verdict.troubles().toString()).isPositive();
        assertThat(verdict.line()).startsWith("FAILED: ");
    }

    private Verdict play(Flaw flaw, Duration length, Duration stuck) throws IOException, InterruptedException {
        Archive archive = new Archive();
        Cloud cloud = new Cloud(archive);
        GatewayFiles files = new GatewayFiles(folder, Ports.pick());
        List<DeviceSpec> devices = DemoFleet.devices();
        files.writeDemo(cloud.openHttp(Ports.local(0)), devices, Demo.RULE);
        Gateway gateway = new StandInGateway(flaw, files, cloud.openHttp(Ports.local(0)), devices);
        Fleet fleet = Fleet.of(devices, files.endpoints(), 7, Clock.systemUTC());
        Show show = new PlainShow(new PrintStream(printed, true, StandardCharsets.UTF_8), Clock.systemUTC());
        try (Stage stage =
                new Stage(gateway, fleet, cloud, archive, Shape.VALUE_AND_SEQ, Demo.STREAMS, Demo.RULE, stuck)) {
            gateway.start();
            return new Demo(stage, GatewayFiles.fileUplink(folder), FAULTS, show, Clock.systemUTC())
                    .play(length)
                    .verdict();
        }
    }
}
