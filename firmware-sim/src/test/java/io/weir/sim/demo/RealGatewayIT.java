package io.weir.sim.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.sim.proof.Verdict;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The plays against the real gateway, as child processes of {@code gateway/app/target/weir.jar}, which the build makes before this module. */
class RealGatewayIT {
    /** A short loop for every build; the long one is a row of its own in CI. */
    private static final int KILLS = 5;

    @TempDir
    Path folder;

    @Test
    void countsAMessageOnceWhoseAcknowledgementAKillCutOffAndTwiceWhatIsPublishedTwice() throws Exception {
        Verdict verdict = Redelivery.run(GatewayJar.find(), folder);

        assertThat(verdict.troubles()).isEmpty();
        assertThat(verdict.resent()).isEqualTo(20);
        assertThat(verdict.again()).isEqualTo(2);
        assertThat(verdict.arrived()).isEqualTo(44);
    }

    @Test
    void deliversEveryAcknowledgedReadingInOrderThroughKills() throws Exception {
        CrashLoop.Options options = new CrashLoop.Options(GatewayJar.find(), folder, KILLS, 5);

        Verdict verdict = new CrashLoop(options, System.out::println).run();

        assertThat(verdict.troubles()).isEmpty();
        assertThat(verdict.accepted()).isPositive().isEqualTo(verdict.sent());
        assertThat(verdict.resent()).isPositive();
        System.out.println(verdict.line());
    }
}
