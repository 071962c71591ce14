package io.weir.sim.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.sim.cloud.Archive;
import io.weir.sim.cloud.Cloud;
import io.weir.sim.fleet.DeviceSpec;
import io.weir.sim.fleet.Fleet;
import io.weir.sim.proof.Finding.Kind;
import io.weir.sim.proof.Shape;
import io.weir.sim.proof.Streams;
import io.weir.sim.proof.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashLoopTest {
    private static final int KILLS = 5;
    private final List<String> watched = new ArrayList<>();

    @TempDir
    Path folder;

    @Test
    void provesAGatewayThatSurvivesEveryKill() throws Exception {
        Verdict verdict = run(Flaw.NONE, Duration.ofMinutes(1));

        assertThat(verdict.troubles()).isEmpty();
        assertThat(verdict.accepted()).isPositive().isEqualTo(verdict.sent());
        assertThat(watched).hasSize(KILLS);
    }

    @Test
    void failsAGatewayThatForgetsOverAKillWhatItHasTaken() throws Exception {
        Verdict verdict = run(Flaw.FORGETS_IDS, Duration.ofSeconds(4));

        assertThat(verdict.count(Kind.DOUBLED)).isPositive();
    }

    private Verdict run(Flaw flaw, Duration stuck) throws IOException, InterruptedException {
        Archive archive = new Archive();
        Cloud cloud = new Cloud(archive);
        GatewayFiles files = new GatewayFiles(folder, Ports.pick());
        CrashLoop loop = new CrashLoop(new CrashLoop.Options(Path.of("none"), folder, KILLS, 3), watched::add);
        List<DeviceSpec> devices = loop.devices();
        Gateway gateway = new StandInGateway(flaw, files, cloud.openHttp(Ports.local(0)), devices);
        Fleet fleet = Fleet.of(devices, files.endpoints(), 3, Clock.systemUTC());
        try (Stage stage =
                new Stage(gateway, fleet, cloud, archive, Shape.SEQ, Streams.raw("raw"), CrashLoop.NO_WINDOWS, stuck)) {
            return loop.run(stage);
        }
    }
}
