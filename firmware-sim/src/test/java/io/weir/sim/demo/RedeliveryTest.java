package io.weir.sim.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.sim.cloud.Archive;
import io.weir.sim.cloud.Cloud;
import io.weir.sim.proof.Finding.Kind;
import io.weir.sim.proof.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedeliveryTest {
    @TempDir
    Path folder;

    @Test
    void provesAGatewayThatCountsARepeatOnceAndAPurposeTwice() throws Exception {
        Verdict verdict = run(Flaw.NONE, Duration.ofMinutes(1));

        assertThat(verdict.troubles()).isEmpty();
        assertThat(verdict.again()).isEqualTo(2);
        assertThat(verdict.arrived()).isEqualTo(44);
    }

    @Test
    void failsAGatewayThatCountsARepeatTwice() throws Exception {
        Verdict verdict = run(Flaw.FORGETS_IDS, Duration.ofSeconds(4));

        assertThat(verdict.count(Kind.DOUBLED)).isEqualTo(20);
    }

    @Test
    void failsAGatewayThatForgetsASession() throws Exception {
        Verdict verdict = run(Flaw.FORGETS_SESSIONS, Duration.ofSeconds(4));

        assertThat(verdict.count(Kind.FORGOTTEN)).isEqualTo(2);
        assertThat(verdict.count(Kind.DOUBLED)).isEqualTo(20);
    }

    private Verdict run(Flaw flaw, Duration stuck) throws IOException, InterruptedException {
        Archive archive = new Archive();
        GatewayFiles files = new GatewayFiles(folder, Ports.pick());
        try (Cloud cloud = new Cloud(archive);
                Gateway gateway = new StandInGateway(flaw, files, cloud.openHttp(Ports.local(0)), List.of())) {
            return new Redelivery(gateway, cloud, archive, files, Clock.systemUTC(), stuck).run();
        }
    }
}
